// The connection ends in the middle of things: nothing is lost, nothing stands there twice, and it says so.

import assert from "node:assert/strict";

import { sees, seesNo, seesOnce, until } from "./support/see.mjs";
import { HARBOUR, MERIDIAN, crash, play, start } from "./support/stage.mjs";

const phone = { phone: true };

/** A traveller whom an agent has joined. */
async function together(stage, operator) {
  const nora = await stage.agent("Nora Lindqvist", operator);
  const maya = await stage.traveller(operator, phone);
  await maya.opensChat();
  await maya.presses("Talk to a person");
  await maya.waits();
  await nora.claims(maya);
  await maya.reads("Nora Lindqvist joined");
  return { maya, nora };
}

play("sockets are cut: both pages open others and have what was said meanwhile", async (stage) => {
  const { maya, nora } = await together(stage, HARBOUR);
  await Promise.all([maya.wire.drop(), nora.wire.drop()]);
  await nora.replies("Are you still there?");
  await maya.says("Yes, I am");
  await maya.hears("Nora Lindqvist", "Are you still there?");
  await nora.hears("Visitor", "Yes, I am");
  const [before, at] = [maya.wire.opened, nora.wire.opened];
  await Promise.all([maya.wire.drop(), nora.wire.drop()]);
  await until("both are connected again", () => maya.wire.opened > before && nora.wire.opened > at + 1);
  await nora.replies("Good.");
  await maya.hears("Nora Lindqvist", "Good.");
  await maya.seesNothingTwice();
});

play("where sockets are blocked, everything arrives by asking", async (stage) => {
  const nora = await stage.agent("Nora Lindqvist", MERIDIAN);
  const maya = await stage.traveller(MERIDIAN, phone);
  await maya.wire.cut();
  await maya.opensChat();
  await maya.says("Is the water safe to drink?");
  await maya.hears("Assistant", /water/i);
  await maya.presses("Talk to a person");
  await maya.waits();
  await nora.claims(maya);
  await nora.replies("In which hotel are you?");
  await maya.hears("Nora Lindqvist", "In which hotel are you?");
  await seesNo(maya.chat.getByText("Reconnecting"));
  assert.equal(maya.wire.opened, 0);
});

play("offline: what is written is kept, says so, and is sent once and in order", async (stage) => {
  const { maya, nora } = await together(stage, MERIDIAN);
  await maya.page.context().setOffline(true);
  await maya.wire.cut();
  await maya.says("First, the train was late");
  await maya.says("Second, the hotel is closed");
  await seesOnce(maya.own("First").getByText("Not sent."));
  await sees(maya.chat.getByText("Reconnecting"));
  await nora.replies("Please wait a moment");
  maya.wire.mend();
  await maya.page.context().setOffline(false);
  await nora.hears("Visitor", "Second, the hotel is closed");
  await nora.hears("Visitor", "First, the train was late");
  await maya.hears("Nora Lindqvist", "Please wait a moment");
  await seesNo(maya.chat.getByText("Not sent"));
  await seesNo(maya.chat.getByText("Reconnecting"));
  const heard = await nora.log.locator(".row.visitor .bubble").allInnerTexts();
  assert.deepEqual(heard, ["First, the train was late", "Second, the hotel is closed"]);
  await maya.seesNothingTwice();
});

play("an answer is lost on its way back: the message is sent again and stands there once", async (stage) => {
  const { maya, nora } = await together(stage, HARBOUR);
  let lost = 0;
  await maya.page.route("**/messages", async (route) => {
    if (lost++) return route.continue();
    await route.fetch();
    return route.abort("connectionreset");
  });
  await maya.says("Did this arrive?");
  await nora.hears("Visitor", "Did this arrive?");
  await maya.says("And this?");
  await nora.hears("Visitor", "And this?");
  await nora.hears("Visitor", "Did this arrive?");
  await seesOnce(maya.own("Did this arrive?"));
  await seesNo(maya.chat.getByText(/^(Not sent|Sending)/));
  assert.ok(lost > 1, "an answer was lost");
});

play("a page that is loaded again keeps what was being written and what was not sent", async (stage) => {
  const { maya, nora } = await together(stage, MERIDIAN);
  await maya.page.route("**/messages", (route) => route.abort("connectionreset"));
  await maya.says("Our bus has not come");
  await seesOnce(maya.own("Our bus has not come").getByText("Not sent."));
  await maya.field.fill("And it is getting");
  await nora.writes("I am asking the");
  await maya.page.unroute("**/messages");
  await Promise.all([maya.page.reload(), nora.page.reload()]);
  await maya.opensChat();
  await nora.hears("Visitor", "Our bus has not come");
  await seesOnce(maya.own("Our bus has not come"));
  assert.equal(await maya.field.inputValue(), "And it is getting");
  assert.equal(await nora.field.inputValue(), "I am asking the");
});

play("workerd is killed and comes back: what was written meanwhile arrives once", async (stage) => {
  const { maya, nora } = await together(stage, HARBOUR);
  await maya.says("Before");
  await nora.hears("Visitor", "Before");
  await crash();
  await maya.says("While it was down");
  await nora.replies("I wrote this into the dark");
  await seesOnce(maya.own("While it was down").getByText("Not sent."));
  await start();
  await nora.hears("Visitor", "While it was down");
  await maya.hears("Nora Lindqvist", "I wrote this into the dark");
  await nora.replies("We are back");
  await maya.hears("Nora Lindqvist", "We are back");
  await nora.hears("Visitor", "Before");
  await maya.seesNothingTwice();
});
