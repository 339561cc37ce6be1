// What agents do at the inbox beside talking: find, sort, tag, put aside, send on, and decide on what they have seen.

import assert from "node:assert/strict";

import { converses, writes } from "./support/crowd.mjs";
import { sees, seesNo, seesOnce, until } from "./support/see.mjs";
import { HARBOUR, MERIDIAN, play } from "./support/stage.mjs";

const ACCIDENT = "Help, I had an accident with the car near Évora";

play("the list is narrowed down and put in order, and is found again as it was left", async (stage) => {
  const group = await converses(MERIDIAN, "We would like a group quote for 16 travellers");
  const notMet = await converses(MERIDIAN, "Our guide did not come to the hotel in Puno");
  const urgent = await converses(MERIDIAN, "We had an accident on the road to Uyuni");
  const answered = await converses(MERIDIAN, "How much luggage may I take on the train to Machu Picchu?");
  const nora = await stage.agent("Nora Lindqvist", MERIDIAN);
  const shows = async (why, ...expected) => {
    const names = expected.map((someone) => someone.name).join();
    await until(why, async () => (await nora.names()).join() === names);
  };
  const chooses = (label, option) => nora.list.getByRole("combobox", { name: label }).selectOption(option);
  await shows("urgent first, then whoever waits longest", urgent, notMet, group, answered);
  await chooses("Order", "Waiting longest");
  await shows("whoever waits longest first", group, notMet, urgent, answered);
  await chooses("Order", "Latest first");
  await shows("the latest first", answered, urgent, notMet, group);
  await chooses("Order", "Urgent first");

  await nora.button("More filters").click();
  await chooses("Priority", "High");
  await shows("of high priority", notMet);
  await chooses("Priority", "Any");
  await chooses("Team", "Duty desk");
  await shows("of the duty desk", urgent, notMet);
  await chooses("Team", "Any");
  await chooses("Tag", "Group booking");
  await shows("tagged as a group", group);
  await nora.page.reload();
  await shows("after the page was loaded again", group);
  await nora.button("Clear filter").click();
  await nora.page.getByRole("textbox", { name: "Filter conversations" }).fill("road uyuni");
  await shows("what was said", urgent);
  await nora.button("Clear filter").click();
  await nora.shows("Assistant");
  await shows("what the assistant is handling", answered);
});

play("an agent sees why it is here, how sure the assistant was, where it says so, and what was collected", async (stage) => {
  const nora = await stage.agent("Nora Lindqvist", HARBOUR);
  const accident = await converses(HARBOUR, "What is the minimum age to rent a car?", ACCIDENT);
  await nora.item(accident).click();
  await seesOnce(nora.about.getByText("An accident goes to roadside at once"));
  await seesOnce(nora.about.getByText("Tag accident, said “had an accident”"));
  await seesOnce(nora.about.getByText("For Roadside assistance"));
  await seesOnce(nora.log.getByText(/^\d+ % sure$/));
  const answer = await nora.hears("Assistant", /\b21\b/);
  await answer.locator("summary").click();
  await sees(answer.locator(".passage").getByText(/\b21\b/));
  // What the system did is one thin line, which opens.
  const line = await nora.reads("Handed to Roadside assistance: an accident goes to roadside at once");
  await line.locator("summary").click();
  await sees(line.getByText("Roadside assistance alerted"));

  const jacket = await converses(HARBOUR, "I left my jacket in the car", "HC301122", "Porto Airport");
  await nora.item(jacket).click();
  await seesOnce(nora.about.getByText("HC301122"));
  await seesOnce(nora.about.getByText("Porto Airport"));
});

play("tags are put on and taken off where they stand", async (stage) => {
  const nora = await stage.agent("Nora Lindqvist", HARBOUR);
  const tomas = await stage.agent("Tomás Rey", HARBOUR);
  const someone = await converses(HARBOUR, "What is the minimum age to rent a car?");
  await Promise.all([nora.item(someone).click(), tomas.item(someone).click()]);
  await nora.tags("birthday");
  await sees(tomas.about.getByRole("button", { name: "Take off birthday" }));
  await sees(tomas.item(someone, "birthday"));
  await tomas.about.getByRole("button", { name: "Take off birthday" }).click();
  await seesNo(nora.about.getByRole("button", { name: "Take off birthday" }));
  await seesNo(nora.item(someone, "birthday"));
});

play("a decision on what is no longer so is refused with what came in between", async (stage) => {
  const nora = await stage.agent("Nora Lindqvist", HARBOUR);
  const tomas = await stage.agent("Tomás Rey", HARBOUR);
  const someone = await converses(HARBOUR, ACCIDENT);
  await nora.item(someone).click();
  await nora.does("Claim");
  await sees(nora.thread.getByText("You have it"));
  await nora.replies("Is everything all right again?");
  await tomas.item(someone).click();
  await tomas.hears("Nora Lindqvist", "Is everything all right again?");
  nora.wire.deafen();
  await writes(someone, "No, now it is burning");
  await tomas.hears("Visitor", "now it is burning");
  await nora.does("Resolve");
  const told = await sees(nora.page.getByRole("alert").filter({ hasText: "Not resolved: the conversation went on" }));
  await sees(told.getByText("The visitor wrote: “No, now it is burning”"));
  await nora.hears("Visitor", "now it is burning");
  await sees(tomas.thread.getByText("Nora Lindqvist has it"));
  await told.getByRole("button", { name: "Resolve anyway" }).click();
  await sees(nora.button("Reopen"));
  await tomas.reads("Resolved: Nora Lindqvist");
});

play("a conversation is put aside, sent on and given back", async (stage) => {
  const nora = await stage.agent("Nora Lindqvist", MERIDIAN);
  const someone = await converses(MERIDIAN, "We would like a group quote for 20 travellers");
  await nora.item(someone).click();
  await nora.does("Claim");
  await sees(nora.thread.getByText("You have it"));
  await nora.does("Snooze");
  await nora.page.getByRole("dialog").getByRole("button", { name: /^Tomorrow morning/ }).click();
  await nora.reads("You put it aside until");
  await nora.shows("Snoozed");
  await sees(nora.item(someone));
  await writes(someone, "One more thing");
  await seesNo(nora.item(someone));
  await nora.shows("All");
  await nora.hears("Visitor", "One more thing");

  await nora.button("More actions").click();
  await nora.page.getByRole("dialog").getByRole("button", { name: "Send to another team" }).click();
  await nora.page.getByRole("dialog").getByRole("button", { name: "Trip design" }).click();
  await nora.reads("You sent it to Trip design");
  await sees(nora.thread.getByText("Waiting for Trip design"));
  await nora.does("Claim");
  await sees(nora.thread.getByText("You have it"));
  await nora.button("More actions").click();
  await nora.page.getByRole("dialog").getByRole("button", { name: "Release" }).click();
  await nora.reads("You released it");
});

play("what waits for a team that assigns is given to whoever has the inbox open", async (stage) => {
  const nora = await stage.agent("Nora Lindqvist", MERIDIAN);
  const someone = await converses(MERIDIAN, "We would like a group quote for 24 travellers");
  await nora.item(someone).click();
  await nora.button("More actions").click();
  await nora.page.getByRole("dialog").getByRole("button", { name: "Send to another team" }).click();
  await nora.page.getByRole("dialog").getByRole("button", { name: "Visas" }).click();
  await sees(nora.thread.getByText("You have it"));
});

play("a handoff is heard, shown on the desktop and counted in the title", async (stage) => {
  const nora = await stage.agent("Nora Lindqvist", HARBOUR);
  await nora.page.addInitScript(() => {
    globalThis.tones = 0;
    globalThis.notes = [];
    OscillatorNode.prototype.start = () => void (globalThis.tones += 1);
    globalThis.Notification = class {
      static permission = "granted";
      constructor(title, options) {
        globalThis.notes.push(`${title}: ${options.body}`);
      }
    };
    // Nobody looks at the page.
    Object.defineProperty(Document.prototype, "hidden", { get: () => true });
  });
  await nora.page.reload();
  await until("the page is live", async () => (await nora.page.title()).endsWith("Inbox · Harbour Cars"));
  const before = await nora.wanting();
  await converses(HARBOUR, ACCIDENT);
  await sees(nora.page.getByRole("region", { name: "Calls" }).getByText("Roadside assistance is wanted"));
  await until("the title counts it", async () => (await nora.wanting()) === before + 1);
  await until("it is shown on the desktop", () => nora.page.evaluate("notes.length"));
  const [note] = await nora.page.evaluate("notes");
  assert.match(note, /^New handoff for Roadside assistance: .*said “had an accident”/);
  assert.ok((await nora.page.evaluate("tones")) > 0, "it is heard");
});
