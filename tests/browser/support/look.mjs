// What there is to object to in a page and its frames: axe's rules, and controls that are cut off.

import axe from "axe-core";

/** A line for every element that breaks a rule. */
export async function objections(page) {
  const found = [];
  for (const frame of page.frames()) {
    if (!(await frame.evaluate("typeof axe === 'object'"))) await frame.evaluate(axe.source);
    const lines = await frame.evaluate(async () => {
      const options = { iframes: false, preload: false, resultTypes: ["violations"] };
      const { violations } = await globalThis.axe.run(document, options);
      const line = (id, { html, any, all, none }) =>
        `${id}: ${html.slice(0, 200)}: ${[...any, ...all, ...none].map((check) => check.message).join("; ")}`;
      return violations.flatMap(({ id, nodes }) => nodes.map((node) => line(id, node)));
    });
    found.push(...lines);
  }
  return found;
}

/** A line for every control that leaves its page sideways, where nothing can be scrolled to it by keyboard. */
export async function cutOff(page) {
  const found = [];
  for (const frame of page.frames()) {
    const lines = await frame.evaluate(() => {
      const isOut = (element) => {
        const { left, right, width } = element.getBoundingClientRect();
        return width > 0 && (left < -1 || right > document.documentElement.clientWidth + 1);
      };
      return [...document.querySelectorAll("button, input, textarea, select, summary, a[href]")]
        .filter((element) => element.checkVisibility() && isOut(element) && !element.closest("pre, nav, table, .said-only, [tabindex]"))
        .map((element) => `cut off: ${element.outerHTML.slice(0, 160)}`);
    });
    found.push(...lines);
  }
  return found;
}
