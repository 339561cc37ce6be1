// A traveller and the agents of a car rental, the whole way.

import assert from "node:assert/strict";

import { sees, seesNo, seesOnce, until, visible } from "./support/see.mjs";
import { HARBOUR, play } from "./support/stage.mjs";
import { wholeWay } from "./support/whole-way.mjs";

wholeWay(HARBOUR, {
  question: "What is the minimum age to rent a car?",
  answer: /\b21\b/,
  source: /age/i,
  unknown: ["Who won the chess championship in 1985?", "Write me a poem about spaghetti"],
  handoff: "Let me connect you with a colleague.",
  accident: "Help, I had an accident with the car near Évora",
  first: "please call 112 first",
  team: "Roadside assistance",
});

play("something left in a car is reported step by step, by buttons where there are choices", async (stage) => {
  const nora = await stage.agent("Nora Lindqvist", HARBOUR);
  const maya = await stage.traveller(HARBOUR, { phone: true });
  await maya.opensChat();
  await maya.says("I left my jacket in the car");
  await maya.hears("Assistant", "What is your booking number?");
  await maya.says("12345");
  await maya.hears("Assistant", "HC204518");
  await maya.says("HC301122");
  await maya.hears("Assistant", "At which branch");
  await maya.presses("Porto Airport");
  await maya.hears("Assistant", "What did you leave behind");
  await maya.says("A grey jacket, on the back seat");
  await maya.hears("Assistant", "At which e-mail address");
  await maya.says("maya@example.com");
  await maya.hears("Assistant", "Let me connect you with a colleague.");
  await maya.waits();

  await nora.opens(maya);
  for (const value of ["HC301122", "Porto Airport", "A grey jacket, on the back seat", "maya@example.com"]) {
    await seesOnce(nora.about.getByText(value));
  }
});

play("new dates are chosen from a calendar", async (stage) => {
  const maya = await stage.traveller(HARBOUR, { phone: true });
  await maya.opensChat();
  await maya.says("I want to change my booking HC301122");
  await maya.hears("Assistant", "Which dates would you like");
  await maya.chat.getByLabel("From").fill("2027-05-03");
  await maya.chat.getByLabel("To", { exact: true }).fill("2027-05-09");
  await maya.presses("Answer");
  await maya.hears("Assistant", "What else should change");
  await sees(maya.log.getByText(/2027/));

  // What need not be given is passed over with a button.
  await maya.presses("Skip");
  await maya.hears("Assistant", "Let me connect you with a colleague.");
  await maya.reads("Skipped");
  await seesNo(maya.button("Skip"));
});

play("a booking that cannot be looked up reaches the desk, which sees what is sensitive when it wants to", async (stage) => {
  const nora = await stage.agent("Nora Lindqvist", HARBOUR);
  const maya = await stage.traveller(HARBOUR, { phone: true });
  await maya.opensChat();
  await maya.says("Can you find my booking HC301122?");
  await maya.hears("Assistant", "And the main driver's last name?");
  await maya.says("Featherstonehaugh");
  await maya.hears("Assistant", "I cannot reach our booking system at the moment.");
  await maya.waits();

  await nora.opens(maya);
  const shows = nora.page.getByText("Sensitive: show");
  await until("one in the thread, one under what was collected", async () => (await visible(shows)) === 2);
  const name = nora.page.getByText("Featherstonehaugh");
  assert.equal(await visible(name), 0, "nothing of it before it is asked for");
  await stage.look(nora.page, "inbox-sensitive");
  for (const show of await shows.all()) await show.click();
  await until("both are shown", async () => (await visible(name)) === 2);
});
