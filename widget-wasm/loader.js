// The launcher on the host page:
//
//   <script src="https://HOST/loader.js" data-workspace="meridian-tours" async></script>
//
// Until the first click it is one button: nothing is fetched, nothing is stored, and no layout moves. The chat
// itself lives in a frame of HOST. A host page with a Content-Security-Policy allows `script-src HOST` and
// `frame-src HOST`, and nothing for styles: they are set through the object model, in a shadow tree.
//
// Optional: data-label (what the button is called; by default "Chat with us" in the language of the host page), data-accent (its colour, #rrggbb), data-side="left".
//
// The page may open the chat and ask in the visitor's name: a click on anything with `data-gangway-ask="A question?"`
// does (without a value, with the words it shows), and so does `gangway.ask("A question?")`.
(() => {
  const script = document.currentScript ?? document.querySelector("script[data-workspace][src*='/loader.js']");
  if (!script || window.gangway) return;
  // Until a word of the service is heard, the page's own language is the visitor's.
  const page = (document.documentElement.lang || navigator.language).slice(0, 2).toLowerCase();
  const words = {
    es: ["Chatee con nosotros", "Cerrar el chat", "sin leer"],
    fr: ["Discutez avec nous", "Fermer le chat", "non lus"],
    de: ["Chatten Sie mit uns", "Chat schließen", "ungelesen"],
    it: ["Chatta con noi", "Chiudi la chat", "da leggere"],
    pt: ["Fale connosco", "Fechar o chat", "por ler"],
  };
  const [talk, close, fresh] = words[page] ?? ["Chat with us", "Close chat", "new"];
  const { workspace, label = talk, accent = "", side } = script.dataset;
  const home = new URL(script.src).origin;
  const colour = /^#[0-9a-f]{6}$/i.test(accent) ? accent : "#0b5d66";

  const PHONE = "(max-width: 480px), (max-height: 480px)";
  // Where the page's own lines end, unless it says which side.
  const edge = side === "left" || side === "right" ? side : "inset-inline-end";
  const css = `
:host { all: initial; position: fixed; z-index: 2147483000; bottom: calc(20px + env(safe-area-inset-bottom)); ${edge}: 20px; }
* { box-sizing: border-box; }
button { position: relative; display: grid; place-items: center; width: 56px; height: 56px; padding: 0; border: 0;
  border-radius: 50%; background: ${colour}; color: ${inkOn(colour)}; cursor: pointer;
  box-shadow: 0 0 0 2px rgb(255 255 255 / 60%), 0 1px 4px rgb(0 0 0 / 30%), 0 6px 20px rgb(0 0 0 / 20%); }
button:focus-visible { outline: 3px solid ${colour}; outline-offset: 3px; }
svg { width: 26px; height: 26px; fill: none; stroke: currentColor; stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; }
b { position: absolute; top: -4px; right: -4px; min-width: 22px; padding: 0 6px; border: 2px solid #fff; border-radius: 11px;
  background: #b3261e; color: #fff; font: 600 12px/18px system-ui, sans-serif; text-align: center; }
iframe { position: fixed; bottom: 88px; ${edge}: 20px; width: 400px; height: 640px;
  max-width: calc(100vw - 40px); max-height: calc(100vh - 108px); border: 0; border-radius: 12px; background: #fff;
  color-scheme: light dark; box-shadow: 0 1px 2px rgb(0 0 0 / 12%), 0 12px 40px rgb(0 0 0 / 24%);
  animation: open 160ms ease-out; }
@keyframes open { from { opacity: 0; transform: translateY(8px); } }
@media (prefers-color-scheme: dark) { iframe { background: #1a2225; } }
@media ${PHONE} {
  iframe { inset: 0; width: 100%; height: 100%; max-width: none; max-height: none; border-radius: 0;
    padding: env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom) env(safe-area-inset-left); }
}
@media (prefers-reduced-motion: reduce) { iframe { animation: none; } }
@media (forced-colors: active) { button, iframe { border: 1px solid; } }
@media print { :host { display: none; } }
b[hidden] { display: none; }
/* Laid out all the same, so that the chat keeps the reader's place. */
iframe[hidden] { visibility: hidden; animation: none; }`;

  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];

  const button = document.createElement("button");
  button.type = "button";
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.append(drawing);
  const badge = document.createElement("b");
  badge.hidden = true;
  button.append(svg, badge);
  root.append(button);

  let frame;
  let ready = false;
  let open = false;
  let unread = 0;
  let scroll = "";
  /** What is to be asked once the chat listens. */
  const questions = [];

  button.addEventListener("click", () => show(!open));
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && open && !event.defaultPrevented) show(false);
  });
  // A link that asks leads nowhere, but with a key held it is still a link.
  addEventListener("click", (event) => {
    const asker = event.target.closest?.("[data-gangway-ask]");
    if (!asker || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (asker.localName === "a") event.preventDefault();
    ask(asker.dataset.gangwayAsk || asker.textContent);
  });
  addEventListener("message", (event) => {
    if (!frame || event.source !== frame.contentWindow || event.origin !== home) return;
    const said = read(event.data);
    if (said?.gangway !== 1) return;
    if (said.say === "ready") {
      ready = true;
      button.style.zIndex = "";
      tell();
    }
    if (said.say === "close") show(false);
    if (said.say === "unread") {
      unread = Number(said.count) || 0;
      draw();
    }
  });

  // A keyboard covers what is fixed to the page: the chat fits into what is left.
  visualViewport?.addEventListener("resize", fit);
  visualViewport?.addEventListener("scroll", fit);
  function fit() {
    if (!frame) return;
    const { height, offsetTop, scale } = visualViewport;
    const covered = matchMedia(PHONE).matches && scale === 1 && height < innerHeight - 1;
    frame.style.height = covered ? `${height}px` : "";
    frame.style.top = covered ? `${offsetTop}px` : "";
  }

  function show(shown) {
    if (shown === open) return;
    open = shown;
    if (open && !frame) {
      frame = document.createElement("iframe");
      frame.title = label;
      frame.src = `${home}/widget/${encodeURIComponent(workspace)}#host=${encodeURIComponent(location.origin)}`;
      root.append(frame);
      // Over a phone's whole screen there is no other way back until the chat has one of its own.
      button.style.zIndex = 1;
    } else if (open && !ready) {
      // What did not load is given another chance.
      frame.src = frame.src;
    }
    frame.hidden = !open;
    // A phone shows the chat on the whole screen: the page below it stays where it is.
    if (matchMedia(PHONE).matches || scroll) {
      const page = document.documentElement.style;
      if (open) {
        scroll = page.overflow || "visible";
        page.overflow = "hidden";
      } else {
        page.overflow = scroll === "visible" ? "" : scroll;
        scroll = "";
      }
    }
    draw();
    tell();
    if (open) frame.focus();
    else button.focus();
  }

  function ask(question) {
    const text = String(question ?? "").trim();
    if (text && !questions.includes(text)) questions.push(text);
    if (open) tell();
    else show(true);
  }

  function tell() {
    if (!ready) return;
    post(open ? { say: "open", page: location.origin + location.pathname } : { say: "hidden" });
    for (const text of questions.splice(0)) post({ say: "ask", text });
  }

  function post(what) {
    frame.contentWindow?.postMessage(JSON.stringify({ gangway: 1, ...what }), home);
  }

  function draw() {
    drawing.setAttribute("d", open ? "M18 6 6 18M6 6l12 12" : "M7.9 20A9 9 0 1 0 4 16.1L2 22Z");
    button.setAttribute("aria-expanded", String(open));
    button.setAttribute("aria-label", open ? close : unread ? `${label}, ${unread} ${fresh}` : label);
    badge.hidden = open || !unread;
    badge.textContent = unread > 9 ? "9+" : String(unread);
  }

  function read(data) {
    try {
      return typeof data === "string" ? JSON.parse(data) : null;
    } catch {
      return null;
    }
  }

  /** Black or white, whichever can be read on the colour. */
  function inkOn(hex) {
    const [r, g, b] = [1, 3, 5].map((at) => {
      const channel = parseInt(hex.slice(at, at + 2), 16) / 255;
      return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? "#000" : "#fff";
  }

  draw();
  window.gangway = { open: () => show(true), close: () => show(false), ask };
  (document.body ?? document.documentElement).append(host);
})();
