// Both pages without a mouse.

import assert from "node:assert/strict";

import { focused, tabsTo } from "./support/keys.mjs";
import { sees, seesNo } from "./support/see.mjs";
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
