// Getting about without a mouse.

import assert from "node:assert/strict";

import { until } from "./see.mjs";

/** Whether keys go to it. */
export const isFocused = async (locator) =>
  (await locator.count()) === 1 &&
  locator.evaluate((element) => element.ownerDocument.hasFocus() && element.getRootNode().activeElement === element);

/** Waits until keys go to it. */
export const focused = (locator) => until(`keys go to ${locator}`, () => isFocused(locator));

/** Goes on, or back, from stop to stop until it is reached; every stop on the way must be seen to be one. */
export async function tabsTo(page, locator, { back = false } = {}) {
  for (let stops = 0; stops < 60; stops += 1) {
    if (await isFocused(locator)) return;
    await page.keyboard.press(back ? "Shift+Tab" : "Tab");
    for (const frame of page.frames()) assert.ok(await shows(frame), "the focus cannot be seen");
  }
  assert.fail(`no way by keyboard to ${locator}`);
}

/** Whether what has the focus in a document looks like it. */
const shows = (frame) =>
  frame.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    if (!element || element === document.body || element.tagName === "IFRAME" || !document.hasFocus()) return true;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none";
  });
