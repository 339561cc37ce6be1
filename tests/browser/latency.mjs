// From the key that sends a traveller's message to the frame of the agent's page that shows it: two browsers, one
// machine, one clock.

import { writeFile } from "node:fs/promises";

import { until } from "./support/see.mjs";
import { HARBOUR, play } from "./support/stage.mjs";

// A conversation takes thirty posts a minute.
const CONVERSATIONS = 5;
const MESSAGES = 11;

play("a traveller's message is soon visible to the agent", async (stage) => {
  const nora = await stage.agent("Nora Lindqvist", HARBOUR);
  const millis = [];
  for (let at = 0; at < CONVERSATIONS; at += 1) {
    const maya = await stage.traveller(HARBOUR, { phone: true });
    await maya.opensChat();
    await maya.presses("Talk to a person");
    await maya.waits();
    await nora.claims(maya);
    await maya.reads("Nora Lindqvist joined");
    await noteWhatIsShown(nora.page);
    await maya.log.evaluate(() => {
      addEventListener("keydown", (event) => (globalThis.sent = performance.timeOrigin + event.timeStamp), true);
    });
    for (let message = 0; message < MESSAGES; message += 1) {
      const words = `Message ${at + 1}.${message + 1} of this conversation`;
      await maya.field.fill(words);
      await maya.field.press("Enter");
      const shown = await until(words, () => nora.page.evaluate((words) => globalThis.shown.get(words), words));
      const sent = await maya.log.evaluate(() => globalThis.sent);
      // The first of a page pays for what no other one pays.
      if (message > 0) millis.push(shown - sent);
    }
    await maya.page.context().close();
  }
  millis.sort((a, b) => a - b);
  const at = (share) => Number(millis[Math.round((millis.length - 1) * share)].toFixed(1));
  const figures = { n: millis.length, p50_ms: at(0.5), p95_ms: at(0.95), max_ms: at(1) };
  await writeFile(process.env.FIGURES, JSON.stringify(figures));
});

/** Keeps the moment of the frame in which each message of a visitor is first seen. */
async function noteWhatIsShown(page) {
  await page.evaluate(() => {
    globalThis.shown = new Map();
    const look = (now) => {
      for (const { textContent: words } of document.querySelectorAll(".row.visitor .bubble")) {
        if (!globalThis.shown.has(words)) globalThis.shown.set(words, performance.timeOrigin + now);
      }
    };
    // The frame after the one that paints it begins when it can be seen.
    new MutationObserver(() => requestAnimationFrame(() => requestAnimationFrame(look))).observe(document.body, {
      childList: true,
      subtree: true,
      characterData: true,
    });
  });
}
