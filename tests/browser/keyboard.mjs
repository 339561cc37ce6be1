// Both pages without a mouse.

import assert from "node:assert/strict";

import { converses } from "./support/crowd.mjs";
import { focused, tabsTo } from "./support/keys.mjs";
import { sees, seesNo, seesOnce } from "./support/see.mjs";
import { HARBOUR, MERIDIAN, play } from "./support/stage.mjs";

play("the whole chat", async (stage) => {
  const maya = await stage.traveller(MERIDIAN);
  const { keyboard } = maya.page;
  await sees(maya.launcher);
  await tabsTo(maya.page, maya.launcher);
  await keyboard.press("Enter");
  await focused(maya.field);

  await keyboard.type("Do I need a visa for Bolivia?");
  await keyboard.press("Enter");
  const answer = await maya.hears("Assistant", /visa/i);
  await focused(maya.field);
  await tabsTo(maya.page, answer.locator("summary"), { back: true });
  await keyboard.press("Enter");
  await sees(answer.locator(".passage"));
  await tabsTo(maya.page, maya.button("Talk to a person"));
  await keyboard.press("Enter");
  await maya.waits();
  await tabsTo(maya.page, maya.button("Stop waiting"));
  await keyboard.press("Enter");
  await maya.reads("You stopped waiting");

  await keyboard.press("Escape");
  await focused(maya.launcher);
  await keyboard.press("Enter");
  await focused(maya.field);
  await keyboard.type("First line");
  await keyboard.press("Shift+Enter");
  await keyboard.type("second line");
  assert.equal(await maya.field.inputValue(), "First line\nsecond line");
});

play("answers to a question by their buttons", async (stage) => {
  const maya = await stage.traveller(HARBOUR);
  const { keyboard } = maya.page;
  await maya.opensChat();
  await maya.says("I left my jacket in the car");
  await maya.says("HC301122");
  await maya.hears("Assistant", "At which branch");
  await sees(maya.button("Porto Airport"));
  await tabsTo(maya.page, maya.button("Porto Airport"), { back: true });
  await keyboard.press("Space");
  await maya.hears("Assistant", "What did you leave behind");
  await seesNo(maya.button("Porto Airport"));
  await focused(maya.field);
});

play("the whole inbox", async (stage) => {
  const nora = await stage.agent("Nora Lindqvist", HARBOUR);
  const { keyboard } = nora.page;
  /** Leaves a field. */
  const leaves = async () => {
    await keyboard.press("Escape");
    await focused(nora.log);
  };
  const someone = await converses(HARBOUR, "Help, I had an accident with the car near Évora");
  const row = await sees(nora.item(someone));
  await keyboard.press("j");
  await focused(row);
  await keyboard.press("Enter");
  await sees(nora.button("Claim"));
  await focused(nora.log);
  await keyboard.press("c");
  await sees(nora.thread.getByText("You have it"));
  await focused(nora.field);
  await keyboard.type("This is Nora. Is anyone hurt?");
  await keyboard.press("Enter");
  await seesOnce(nora.said("You", "Is anyone hurt?"));
  await focused(nora.field);

  await leaves();
  await keyboard.press("n");
  await focused(nora.field);
  await keyboard.type("Speaks quickly");
  await keyboard.press("Enter");
  await seesOnce(nora.note("Speaks quickly"));
  await leaves();
  await keyboard.press("t");
  await focused(nora.tagging);
  await keyboard.type("bruised");
  await keyboard.press("Enter");
  await sees(nora.about.getByRole("button", { name: "Take off bruised" }));
  await leaves();

  // A key acts as soon as the dialog is gone, however late the browser tells that it is.
  for (let times = 0; times < 8; times += 1) {
    await keyboard.press("?");
    await sees(nora.page.getByRole("dialog").getByText("Single keys act"));
    await keyboard.press("Escape");
  }
  await keyboard.press("s");
  const tomorrow = nora.page.getByRole("dialog").getByRole("button", { name: /^Tomorrow morning/ });
  await tabsTo(nora.page, await sees(tomorrow));
  await keyboard.press("Enter");
  await nora.reads("You put it aside");
  await keyboard.press("c");
  await nora.reads("Taken up again");
  await focused(nora.field);
  await leaves();
  await keyboard.press("b");
  await nora.reads("You handed it back to the assistant");
  await keyboard.press("c");
  await sees(nora.thread.getByText("You have it"));
  await focused(nora.field);
  await leaves();
  await keyboard.press("e");
  await nora.reads("Resolved: You");
  await keyboard.press("/");
  await focused(nora.page.getByRole("textbox", { name: "Filter conversations" }));
  await keyboard.type("évora");
  await leaves();
  await keyboard.press("Escape");
  await seesNo(nora.log);
});
