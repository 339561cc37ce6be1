// Files: chosen, made smaller, sent and fetched. In JavaScript, because it is a tenth of the same in the page's WASM.

/** Longest side of a picture that is sent, in dots: what a screen shows. */
const SIDE = 2048;
/** A picture of fewer bytes that is small enough is sent as it is. */
const SMALL = 1_000_000;
/** How much of a JPEG is kept, between 0 and 1. */
const QUALITY = 0.85;
/** What has not left after so many milliseconds has failed: five megabytes over the worst of networks. */
const PATIENCE = 180_000;
const TAKEN = ["image/jpeg", "image/png", "image/webp"];

/**
 * Lets the reader choose files, unless some are `given` already, and calls with each for which there is room: what is in it,
 * its name, its media type, its size. Calls `chosen` before, with how many they are.
 */
export function choose(given, room, chosen, each) {
  const take = async (files) => {
    chosen(files.length);
    // One after the other: the order is the reader's, and a phone has room for one large picture at a time.
    for (const file of files.slice(0, room)) {
      const smaller = await shrink(file).catch(() => null);
      const blob = smaller ?? file;
      const name = smaller ? file.name.replace(/\.[^.]*$/, "") + ".jpg" : file.name;
      each(blob, name, blob.type, blob.size);
    }
  };
  if (given) return void take(given);
  const field = document.createElement("input");
  Object.assign(field, { type: "file", multiple: room > 1, accept: [...TAKEN, "application/pdf"], hidden: true });
  // In the page: some browsers forget one that is not.
  document.body.append(field);
  field.oncancel = () => field.remove();
  field.onchange = () => {
    field.remove();
    take([...field.files]);
  };
  field.click();
}

/** Calls with files that come by an event, `paste` or `drop`, wherever on the page. Of what is text too, the text is taken. */
export function receive(by, take) {
  addEventListener(by, (event) => {
    const data = event.clipboardData ?? event.dataTransfer;
    const files = [...(data?.files ?? [])];
    if (!files.length || data.types.includes("text/plain")) return;
    event.preventDefault();
    take(files);
  });
  // Else the browser shows the file in place of the page.
  addEventListener("dragover", (event) => event.dataTransfer.types.includes("Files") && event.preventDefault());
}

/** The picture as a JPEG of at most [`SIDE`]; nothing for what is no picture, or small enough. */
async function shrink(file) {
  if (!file.type.startsWith("image/")) return null;
  // The right way up.
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height));
  if (scale === 1 && file.size <= SMALL && TAKEN.includes(file.type)) return null;
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, bitmap.width * scale);
  canvas.height = Math.max(1, bitmap.height * scale);
  const context = canvas.getContext("2d");
  // Behind what is transparent.
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
}

/** Posts a file. Calls with how much has left, in per cent, and at the end with status and body; status 0: nothing came back. */
export function post(path, bearer, wire, blob, sent, done) {
  const request = new XMLHttpRequest();
  request.open("POST", path);
  request.timeout = PATIENCE;
  request.setRequestHeader("gangway-wire", wire);
  request.setRequestHeader("authorization", `Bearer ${bearer}`);
  request.upload.onprogress = ({ loaded, total }) => sent((loaded * 100) / total);
  request.onloadend = () => done(request.status, request.responseText);
  request.send(blob);
}

/** Fetches a file, and calls with where the page can show it from; not at all when it does not come. */
export async function fetched(path, bearer, wire, done) {
  const headers = { "gangway-wire": wire, authorization: `Bearer ${bearer}` };
  const answer = await fetch(path, { headers }).catch(() => null);
  if (answer?.ok) done(URL.createObjectURL(await answer.blob()));
}

/** Where the page can show it from, until that is let go of. */
export const shown = (blob) => URL.createObjectURL(blob);

/** The page shows nothing from there any more: what is in it may be forgotten. */
export const revoke = (address) => URL.revokeObjectURL(address);

/** Gives the browser a file to save under a name, from where nothing else shows it. */
export function save(address, name) {
  Object.assign(document.createElement("a"), { href: address, download: name }).click();
  // It begins to read after this.
  setTimeout(revoke, 60_000, address);
}
