// A traveller and the agents of a tour operator, the whole way.

import assert from "node:assert/strict";

import { sees, seesOnce } from "./support/see.mjs";
import { MERIDIAN, play } from "./support/stage.mjs";
import { wholeWay } from "./support/whole-way.mjs";

wholeWay(MERIDIAN, {
  question: "Do I need a visa for Bolivia with an American passport?",
  answer: /visa/i,
  source: /Visas and entry to Bolivia/,
  unknown: ["Who won the chess championship in 1985?", "Write me a poem about spaghetti"],
  handoff: "Let me connect you with a specialist.",
  accident: "We had an accident on the road to Uyuni",
  first: "please call the ambulance first: 106 in Peru, 118 in Bolivia.",
  team: "Duty desk",
});

play("lost luggage: the duty desk knows at once, the report is collected, and a person has it all in view", async (stage) => {
  const nora = await stage.agent("Nora Lindqvist", MERIDIAN);
  const maya = await stage.traveller(MERIDIAN, { phone: true });
  await maya.opensChat();
  await maya.says("I lost my luggage on the train");
  await maya.hears("Assistant", "What is your trip confirmation number?");
  await sees(nora.page.getByRole("region", { name: "Calls" }).getByText("Duty desk is wanted"));
  await sees(nora.item(await maya.known(), "Urgent"));
  assert.equal(await maya.said("Assistant", "Let me connect you").count(), 0, "the report comes first");

  await maya.says("It is MT204518");
  await maya.hears("Assistant", "Where and when did you last see the luggage?");
  await maya.says("On the train from Ollantaytambo to Aguas Calientes, yesterday at noon");
  await maya.hears("Assistant", "What does it look like");
  await maya.says("A red hard-shell suitcase with a yellow ribbon");
  await maya.hears("Assistant", "On which telephone number");
  await maya.says("+44 7700 900 123");
  await maya.hears("Assistant", "Let me connect you with a specialist.");
  await maya.waits();

  await nora.shows("Unassigned");
  await nora.claims(maya);
  for (const value of ["MT204518", "A red hard-shell suitcase with a yellow ribbon", "+447700900123"]) {
    await seesOnce(nora.about.getByText(value));
  }
  await nora.replies("The train company has it. It comes to your hotel tonight.");
  await maya.hears("Nora Lindqvist", "It comes to your hotel tonight.");
  await maya.seesNothingTwice();
});
