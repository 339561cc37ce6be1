// Photos of damage: chosen, made smaller, sent over a bad network, looked at by those whom they are for.

import assert from "node:assert/strict";

import { sees, seesNo, seesOnce, until, visible } from "./support/see.mjs";
import { HARBOUR, play } from "./support/stage.mjs";

for (const phone of [true, false]) {
  const where = phone ? "on a phone" : "on a desk";

  play(`a traveller sends photos of damage ${where}`, async (stage) => {
    const nora = await stage.agent("Nora Lindqvist", HARBOUR, { phone });
    const maya = await stage.traveller(HARBOUR, { phone });
    await maya.opensChat();
    const clip = maya.button("Send photos or a PDF");
    await maya.says("Good morning");
    await maya.hears("Assistant", /./);
    await seesNo(clip);
    // What is pasted where nobody would look at it goes nowhere.
    await gives(maya, "paste", { name: "door.jpg", type: "image/jpeg", bytes: await photo(maya.page) });
    await seesOnce(maya.chat.getByText("Files can be sent when they are asked for, or once a person is on the way."));
    assert.equal(await maya.own("door.jpg").count(), 0);
    await maya.says("I scratched the car on 3 May 2027, my booking is HC204518");
    await maya.hears("Assistant", "Where did it happen?");
    await maya.says("In the car park of the hotel in Lagos");
    await maya.hears("Assistant", "What happened, and what is damaged?");
    await maya.says("The left door touched a pillar");
    await maya.hears("Assistant", "Do you have photos?");
    await sees(maya.button("Add photos or a PDF"));
    await sees(clip);
    await sees(maya.button("Skip"));
    await stage.look(maya.page, "widget-files-asked");

    // What cannot be sent is said to be, and nothing of it leaves the page.
    const chooses = (button, file) => choosesIn(maya.page, maya.button(button), file);
    await chooses("Add photos or a PDF", { name: "door.gif", mimeType: "image/gif", buffer: Buffer.from("GIF89a") });
    await seesOnce(maya.chat.getByText("door.gif is neither a picture nor a PDF"));
    await stage.look(maya.page, "widget-files-wrong");

    // The first attempt does not get through.
    await maya.page.route("**/files?**", (route) => route.abort());
    await chooses("Add photos or a PDF", { name: "left door.jpg", mimeType: "image/jpeg", buffer: await photo(maya.page) });
    await seesOnce(maya.own("left door.jpg").getByText("Not sent."));
    await stage.look(maya.page, "widget-files-offline");
    await maya.page.unroute("**/files?**");
    // Though it takes its time, it is for the question it was chosen for.
    const again = maya.page.waitForRequest("**/files?**&for=damage-report.photos");
    await maya.own("left door.jpg").getByRole("button", { name: "Try again" }).click();
    await again;
    await seesNo(maya.chat.getByText("Not sent."));
    await sees(maya.button("Done"));
    assert.equal(await visible(maya.button("Skip")), 0, "what was given is not passed over");
    await chooses("Add more", { name: "statement.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4\n%%EOF\n") });
    await seesOnce(maya.own("statement.pdf"));
    await shown(maya.own("left door.jpg").locator("img"));
    await stage.look(maya.page, "widget-files");
    await maya.presses("Done");
    await maya.hears("Assistant", "Let me connect you with a colleague.");
    await maya.waits();
    await sees(clip);

    // The agent sees them in the thread and under what was collected: smaller, and the right way up.
    await nora.opens(maya);
    const picture = nora.log.getByRole("link", { name: "left door.jpg" }).locator("img");
    const { width, height } = await shown(picture);
    assert.deepEqual([width, height], [1365, 2048], "three thousand dots of a camera that was held upright");
    await nora.unfoldsAbout();
    await seesOnce(nora.about.getByRole("link", { name: "left door.jpg" }));
    await seesOnce(nora.about.getByRole("link", { name: "statement.pdf" }));
    await stage.look(nora.page, "inbox-files");
    const [download] = await Promise.all([
      nora.page.waitForEvent("download"),
      nora.about.getByRole("link", { name: "statement.pdf" }).click(),
    ]);
    assert.equal(download.suggestedFilename(), "statement.pdf");

    // What is dropped on the chat or pasted into the field is sent; a text that has a picture beside it stays a text.
    await gives(maya, "drop", { name: "bill.pdf", type: "application/pdf", bytes: Buffer.from("%PDF-1.4\n%%EOF\n") });
    await seesOnce(maya.own("bill.pdf"));
    await seesNo(maya.chat.getByText("Files can be sent when they are asked for"));
    await gives(maya, "paste", { name: "image.png", type: "image/png", bytes: await photo(maya.page, "image/png") });
    await shown(maya.own("image.jpg").locator("img"));
    await gives(maya, "paste", { name: "table.png", type: "image/png", bytes: await photo(maya.page, "image/png"), text: "12 34" });
    await seesOnce(nora.log.getByRole("link", { name: "image.jpg" }));
    assert.equal(await maya.own("table.jpg").count(), 0);

    // While somebody is waited for, nobody need have asked. A page that is loaded again shows what was sent.
    await chooses("Send photos or a PDF", { name: "whole car.png", mimeType: "image/png", buffer: await photo(maya.page, "image/png") });
    await shown(maya.own("whole car.jpg").locator("img"));
    await shown(nora.log.getByRole("link", { name: "whole car.jpg" }).locator("img"));

    // While one takes its time, what is written behind it goes on, and the thread has it where the service has it.
    let goOn;
    const held = new Promise((done) => (goOn = done));
    await maya.page.route("**/files?**", async (route) => route.fallback(await held));
    await chooses("Send photos or a PDF", { name: "wheel.jpg", mimeType: "image/jpeg", buffer: await photo(maya.page) });
    await maya.says("The wheel comes in a moment");
    await sees(nora.log.getByText("The wheel comes in a moment"));
    assert.equal(await nora.log.getByRole("link", { name: "wheel.jpg" }).count(), 0);
    goOn();
    await shown(nora.log.getByRole("link", { name: "wheel.jpg" }).locator("img"));
    await maya.page.unroute("**/files?**");
    const order = async () => (await maya.log.innerText()).replace(/\s+/g, " ");
    await until("the file stands behind the words", async () => /comes in a moment.*wheel\.jpg/.test(await order()));

    await maya.page.context().addInitScript(countsPictures);
    await maya.page.reload();
    await maya.opensChat();
    await shown(maya.own("left door.jpg").locator("img"));
    for (const name of ["image.jpg", "whole car.jpg", "wheel.jpg"]) await shown(maya.own(name).locator("img"));
    const [saved] = await Promise.all([
      maya.page.waitForEvent("download"),
      maya.chat.getByRole("button", { name: /^statement.pdf/ }).click(),
    ]);
    assert.equal(saved.suggestedFilename(), "statement.pdf");
    await stage.look(maya.page, "widget-files-again");

    // What a page shows no more it lets go of: here, as the conversation is gone.
    const holds = () => maya.page.frames().at(-1).evaluate(() => [...globalThis.pictures]);
    assert.equal((await holds()).length, 4, "the four pictures that are shown");
    await maya.page.route("**/messages", (route) => route.fulfill({ status: 401, json: { code: "unauthorized", message: "Too old" } }), { times: 1 });
    await maya.says("Is anybody there?");
    await seesNo(maya.own("left door.jpg"));
    await until("they are let go of", async () => (await holds()).length === 0);
  });
}

/** Runs in every page before anything else: counts the addresses of the pictures that the page holds in memory. */
function countsPictures() {
  const pictures = (globalThis.pictures = new Set());
  const { createObjectURL, revokeObjectURL } = URL;
  URL.createObjectURL = (blob) => {
    const address = createObjectURL.call(URL, blob);
    if (blob.type.startsWith("image/")) pictures.add(address);
    return address;
  };
  URL.revokeObjectURL = (address) => {
    pictures.delete(address);
    revokeObjectURL.call(URL, address);
  };
}

/** Pastes a file into the field or drops it there, with or without a text beside it. */
const gives = async (traveller, event, { name, type, bytes, text }) =>
  traveller.field.evaluate(
    (field, { event, name, type, bytes, text }) => {
      const data = new DataTransfer();
      const decoded = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
      data.items.add(new File([decoded], name, { type }));
      if (text) data.setData("text/plain", text);
      const more = { bubbles: true, cancelable: true };
      const given = event === "paste" ? new ClipboardEvent(event, { clipboardData: data, ...more }) : new DragEvent(event, { dataTransfer: data, ...more });
      field.dispatchEvent(given);
    },
    { event, name, type, bytes: bytes.toString("base64"), text },
  );

/** Chooses a file in the browser's own dialog. */
async function choosesIn(page, button, file) {
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), button.click()]);
  await chooser.setFiles(file);
}

/** Waits until a picture is there, and says how large it is. */
const shown = (picture) =>
  until(`a picture: ${picture}`, async () => {
    if ((await picture.count()) === 0) return false;
    const { width, height } = await picture.first().evaluate(({ naturalWidth, naturalHeight }) => ({ width: naturalWidth, height: naturalHeight }));
    return width > 0 && { width, height };
  });

/** A photo as a camera makes it that was held upright: 3,000 by 2,000 dots, and the word that it is to be turned. */
async function photo(page, type = "image/jpeg") {
  const drawn = await page.evaluate(async (type) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 3000, height: 2000 });
    const context = canvas.getContext("2d");
    const paint = context.createLinearGradient(0, 0, 3000, 2000);
    paint.addColorStop(0, "#7a8f9c");
    paint.addColorStop(1, "#2b3b46");
    context.fillStyle = paint;
    context.fillRect(0, 0, 3000, 2000);
    context.strokeStyle = "#e9edf0";
    context.lineWidth = 14;
    for (let line = 0; line < 7; line += 1) {
      context.beginPath();
      context.moveTo(700 + 60 * line, 500 + 90 * line);
      context.bezierCurveTo(1200, 700 + 80 * line, 1700, 800, 2300 - 50 * line, 1300 + 40 * line);
      context.stroke();
    }
    const blob = await new Promise((done) => canvas.toBlob(done, type, 0.9));
    // As a text: a list of a million numbers takes Playwright many seconds.
    const reader = new FileReader();
    await new Promise((done) => {
      reader.onload = done;
      reader.readAsDataURL(blob);
    });
    return reader.result;
  }, type);
  const bytes = Buffer.from(drawn.slice(drawn.indexOf(",") + 1), "base64");
  if (type !== "image/jpeg") return bytes;
  const turned = Buffer.from("ffe100224578696600004d4d002a00000008000101120003000000010006000000000000", "hex");
  return Buffer.concat([bytes.subarray(0, 2), turned, bytes.subarray(2)]);
}
