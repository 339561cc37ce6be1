// Starts a page's WASM. Its address stands in the page, where the browser has begun to fetch it already.
import init from "./glue.js";

/** `first`: what has to be there before the page starts. */
export async function start(first) {
  const wasm = document.querySelector("link[rel=preload][as=fetch]");
  try {
    const [module] = await Promise.all([WebAssembly.compileStreaming(fetch(wasm.href)), first]);
    await init({ module_or_path: module });
  } catch (error) {
    console.error(error);
    dispatchEvent(new Event("gangway:stale"));
  }
}
