// How a person finds that something is there: they look until they see it, and then look whether it is there twice.

import assert from "node:assert/strict";

/** How long it may take until something is seen, in milliseconds: longer than the minute after which a page tries again. */
export const PATIENCE_OF_ONE_STEP = 90_000;

/** Waits until it is visible. */
export async function sees(locator) {
  await locator.first().waitFor();
  return locator.first();
}

/** Waits until it is visible, and finds it once. */
export async function seesOnce(locator) {
  await locator.first().waitFor();
  assert.equal(await visible(locator), 1, `not once: ${locator}`);
  return locator;
}

/** Waits until none of it is visible. */
export async function seesNo(locator) {
  await until(`gone: ${locator}`, async () => (await visible(locator)) === 0);
}

/** How many of it are visible. */
export const visible = (locator) => locator.filter({ visible: true }).count();

/** Looks until something holds, and returns it. */
export async function until(what, look, patience = PATIENCE_OF_ONE_STEP) {
  const end = Date.now() + patience;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) assert.fail(`not within ${patience / 1000} s: ${what}`);
    await new Promise((wake) => setTimeout(wake, 20));
  }
}
