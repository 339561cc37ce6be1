// Stands in the page itself, before anything that can be missing. When a deployment has replaced what the page needs, or
// the service says that the page is too old, the page is loaded again: once, and only if it can be. Else it says so.
(() => {
  const KEY = "gangway/reloaded";
  const load = () => location.reload();
  let begun = false;

  function say() {
    if (document.readyState === "loading") return addEventListener("DOMContentLoaded", say);
    const words = document.getElementById("stale");
    document.querySelector("#app > .boot")?.remove();
    words.hidden = false;
    words.querySelector("button").onclick = load;
  }

  async function stale() {
    if (begun) return;
    begun = true;
    try {
      const now = Date.now();
      if (now - sessionStorage.getItem(KEY) < 600_000) return say();
      const page = await fetch(location.href);
      if (!page.ok) return say();
      sessionStorage.setItem(KEY, now);
      load();
    } catch {
      say();
    }
  }

  addEventListener("gangway:stale", stale);
  // Not a picture that somebody sent.
  addEventListener("error", ({ target }) => target !== window && target.matches("script, link") && stale(), true);
})();
