// Starts the page's WASM. Its address stands in the page, where the browser has begun to fetch it already.
import init from "./glue.js";

const wasm = document.querySelector("link[rel=preload][as=fetch]");
init({ module_or_path: wasm.href }).catch((error) => {
  console.error(error);
  dispatchEvent(new Event("gangway:stale"));
});
