// How a person finds that something is there: they look until they see it, and then look whether it is there twice.

import assert from "node:assert/strict";

/** How long it may take until something is seen, in milliseconds: longer than the minute after which a page tries again. */
export const PATIENCE_OF_ONE_STEP = 90_000;

/** Waits until it is visible. */
export async function sees(locator) {
  await locator.first().waitFor();
  return locator.first();
}

/** Waits until it is visible, and finds it once. What a page takes away while it is counted is waited for again. */
export async function seesOnce(locator) {
  await until(`once: ${locator}`, async () => {
    await locator.first().waitFor();
    const count = await visible(locator);
    assert.ok(count <= 1, `${count} times: ${locator}`);
    return count === 1;
  });
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
