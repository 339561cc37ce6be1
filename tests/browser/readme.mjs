// The pictures of the README, as `readme-*.png`: docs/pictures has what was chosen of them.

import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { converses } from "./support/crowd.mjs";
import { sees } from "./support/see.mjs";
import { HARBOUR, MERIDIAN, play } from "./support/stage.mjs";

const SITE = { viewport: { width: 1200, height: 780 } };
const path = (name) => join(process.env.PICTURES, `readme-${name}.png`);

/** In a typeface as phones have it: what a bare machine calls `system-ui` is no sight for a README. */
async function takes(page, name) {
  for (const frame of page.frames()) {
    await frame.evaluate(() => document.documentElement.style.setProperty("--font", "Inter, system-ui, sans-serif"));
  }
  await page.screenshot({ path: path(name), animations: "disabled", caret: "hide" });
}

play("a car rental's site: an answer with its passage open", async (stage) => {
  const maya = await stage.traveller(HARBOUR, SITE);
  await maya.opensChat();
  await maya.says("What is the minimum age to rent a car?");
  await maya.opensSource(await maya.hears("Assistant", "The minimum age to rent"));
  await takes(maya.page, "harbour-cars");
});

play("a tour operator's site by night: a report of lost luggage begins", async (stage) => {
  const maya = await stage.traveller(MERIDIAN, { ...SITE, dark: true });
  await maya.opensChat();
  await maya.says("How much luggage may I take on the train to Machu Picchu?");
  await maya.hears("Assistant", "one bag");
  await maya.says("My bag never arrived");
  await maya.hears("Assistant", "What is your trip confirmation number?");
  await takes(maya.page, "meridian-tours");
});

play("the inbox and the phones: a report is collected, and an agent has it", async (stage) => {
  await converses(MERIDIAN, "How do I prepare for the altitude in Cusco?");
  await converses(MERIDIAN, "I want to change our itinerary");
  await converses(MERIDIAN, "We would like a group quote for 16 travellers in September");
  await converses(MERIDIAN, "Can I talk to a person about the visa of my adopted son?");
  await converses(MERIDIAN, "Our guide did not come to the hotel in Puno");
  const large = { deviceScaleFactor: 1.5 };
  const maya = await stage.traveller(MERIDIAN, { phone: true, ...large });
  await maya.opensChat();
  for (const [words, next] of [
    ["My bag never arrived", "What is your trip confirmation number?"],
    ["MT204518", "Where and when did you last see the luggage?"],
    ["This morning, on the train from Ollantaytambo", "What does it look like"],
    ["A blue suitcase with a red ribbon, tag LIM 4918", "On which telephone number"],
    ["+44 7700 900 123", "Let me connect you with a specialist."],
  ]) {
    await maya.says(words);
    await maya.hears("Assistant", next);
  }
  const nora = await stage.agent("Nora Lindqvist", MERIDIAN, large);
  await nora.claims(maya);
  await nora.replies("Hello, this is Nora of the duty desk. I am calling the station, they look through the carriages now.");
  await nora.notes("The station has one blue suitcase without a tag. I asked them to look for a ribbon");
  await maya.hears("Nora Lindqvist", "I am calling the station");
  await maya.says("Thank you! The ribbon is on the handle");
  await nora.hears("Visitor", "The ribbon is on the handle");
  await nora.unfoldsAbout();
  await nora.field.pressSequentially("Good news: it is yours! It will be at your hotel by 18:00.");
  await sees(maya.chat.getByText("is typing"));
  await takes(nora.page, "inbox");

  await nora.field.pressSequentially(" ");
  await sees(maya.chat.getByText("is typing"));
  await takes(maya.page, "traveller");
  await nora.about.locator("summary").click();
  await nora.page.setViewportSize(maya.page.viewportSize());
  await sees(nora.thread);
  await takes(nora.page, "agent");
  await nora.goesBack();
  await nora.page.emulateMedia({ colorScheme: "dark" });
  await sees(nora.list);
  await takes(nora.page, "list");

  const album = await (await stage.context({ viewport: { width: 1250, height: 888 }, deviceScaleFactor: 1.2 })).newPage();
  const shown = await Promise.all(["traveller", "agent", "list"].map(async (name) => (await readFile(path(name))).toString("base64")));
  const pictures = shown.map((bytes) => `<img height="844" src="data:image/png;base64,${bytes}">`).join("");
  await album.setContent(`<body style="margin:0;padding:22px 20px;display:flex;gap:20px;background:#ccd6d8">${pictures}`);
  await takes(album, "phones");
});
