// Fetches what the widget says, in the language in which the service greets the visitor, while the browser fetches the
// page's WASM. Without it the page speaks English, and it waits no longer for it than this. Milliseconds.
const PATIENCE = 4_000;

import { start } from "./start.js";

const words = speak().catch(() => settle("en"));
start(Promise.race([words, new Promise((done) => setTimeout(done, PATIENCE))]));

async function speak() {
  const language = (await known())?.language ?? navigator.language.split("-")[0];
  const link = document.querySelector(`link[rel=words][hreflang="${CSS.escape(language)}"]`);
  const answer = link && (await fetch(link.href));
  if (!answer?.ok) return settle("en");
  const lines = await answer.text();
  window.gangwayWords = lines;
  settle(language);
  for (const element of document.querySelectorAll("[data-word]")) {
    const key = `${element.dataset.word} = `;
    const line = lines.split("\n").find((line) => line.startsWith(key));
    if (line) element.textContent = line.slice(key.length);
  }
}

/** The page's language, as the visitor's browser writes it where it is one of theirs: `en-GB` for a page in `en`. */
function settle(language) {
  const own = navigator.languages.find((own) => own.split("-")[0] === language) ?? language;
  document.documentElement.lang = own;
  window.gangwayLanguage = own;
}

/** What the service says of itself; the page takes it from here instead of asking again. */
async function known() {
  const answer = await fetch(`/v1/${location.pathname.split("/")[2]}`).catch(() => null);
  if (!answer?.ok) return null;
  const text = await answer.text();
  window.gangwayInfo = text;
  return JSON.parse(text);
}
