// What a demo site does that an operator's own would not: the inbox in a window beside it, and a new traveller.

const WIDE = 1100;
/** The chat's card and its margins, which stay in view. */
const CHAT = 440;

const inbox = document.querySelector("[data-demo-inbox]");
inbox?.addEventListener("click", (event) => {
  if (screen.availWidth < WIDE || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const { availLeft = 0, availTop = 0, availWidth, availHeight } = screen;
  const place = `popup,left=${availLeft},top=${availTop},width=${availWidth - CHAT},height=${availHeight}`;
  // Opened before, it comes to the front as it is: an agent's page is not loaded anew under their hands.
  const beside = window.open("", "gangway-inbox", place);
  if (!beside) return;
  event.preventDefault();
  if (beside.location.href === "about:blank") beside.location.href = inbox.href;
  beside.focus();
});

// The chat keeps its conversation in this browser, below the workspace's name.
document.querySelector("[data-demo-again]")?.addEventListener("click", () => {
  const workspace = location.pathname.split("/")[2];
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(`gangway/${workspace}/`)) localStorage.removeItem(key);
  }
  location.reload();
});
