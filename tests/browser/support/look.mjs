// What axe objects to in a page and its frames.

import axe from "axe-core";

/** A line for every element that breaks a rule: any, or one of those named. */
export async function objections(page, rules) {
  const found = [];
  for (const frame of page.frames()) {
    if (!(await frame.evaluate("typeof axe === 'object'"))) await frame.evaluate(axe.source);
    const lines = await frame.evaluate(async (rules) => {
      const options = { iframes: false, preload: false, resultTypes: ["violations"], ...(rules && { runOnly: rules }) };
      const { violations } = await globalThis.axe.run(document, options);
      const line = (id, { html, any, all, none }) =>
        `${id}: ${html.slice(0, 200)}: ${[...any, ...all, ...none].map((check) => check.message).join("; ")}`;
      return violations.flatMap(({ id, nodes }) => nodes.map((node) => line(id, node)));
    }, rules);
    found.push(...lines);
  }
  return found;
}
