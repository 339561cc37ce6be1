// A deployment replaces another one under open pages: two builds, whose assets have different names.

import assert from "node:assert/strict";

import { sees, seesNo, seesOnce } from "./support/see.mjs";
import { HARBOUR, MERIDIAN, origin, play, start } from "./support/stage.mjs";

/** The HTML of a page as the deployment that runs serves it, to be served when it is the old one. */
async function kept(path) {
  const answer = await fetch(`${origin}${path}`);
  const policy = answer.headers.get("content-security-policy");
  return { contentType: "text/html; charset=utf-8", headers: { "content-security-policy": policy }, body: await answer.text() };
}

/** Serves the old HTML so many times, as to a browser that loads it a moment too early; counts how often it is loaded. */
async function serves(page, path, old, times) {
  const served = { count: 0 };
  await page.route(`**${path}*`, (route) => {
    if (!route.request().isNavigationRequest()) return route.continue();
    served.count += 1;
    return served.count <= times ? route.fulfill(old) : route.continue();
  });
  return served;
}

/** What the browser says of an asset that is not there. */
const REFUSED = /^Refused to (apply style|execute script)/;

const again = { name: "Load again" };

/** A traveller whom an agent has joined, on the first build. */
async function together(stage, operator) {
  const nora = await stage.agent("Nora Lindqvist", operator);
  const maya = await stage.traveller(operator, { phone: true });
  await maya.opensChat();
  await maya.presses("Talk to a person");
  await maya.waits();
  await nora.claims(maya);
  await maya.reads("Nora Lindqvist joined");
  return { maya, nora };
}

play("open pages go on when a deployment replaces their assets", async (stage) => {
  const { maya, nora } = await together(stage, HARBOUR);
  await start({ secondBuild: true });
  await maya.says("Which documents do I need?");
  await nora.hears("Visitor", "Which documents do I need?");
  await nora.replies("Your licence and a credit card");
  await maya.hears("Nora Lindqvist", "Your licence and a credit card");
  await maya.page.reload();
  await maya.opensChat();
  await maya.hears("Nora Lindqvist", "Your licence and a credit card");
  await seesOnce(maya.own("Which documents do I need?"));
});

play("a page whose assets are gone loads itself again, once, and keeps what was being written", async (stage) => {
  await start();
  const { maya, nora } = await together(stage, MERIDIAN);
  const [widget, inbox] = [`/widget/${MERIDIAN.workspace}`, "/inbox"];
  const [oldWidget, oldInbox] = [await kept(widget), await kept(inbox)];
  await maya.field.fill("I would like to ask about");
  await nora.writes("Let me look that");
  await start({ secondBuild: true });
  stage.forgives(REFUSED);
  const forMaya = await serves(maya.page, widget, oldWidget, 1);
  const forNora = await serves(nora.page, inbox, oldInbox, 1);
  await Promise.all([maya.page.reload(), nora.page.reload()]);
  await maya.opensChat();
  await sees(nora.field);
  assert.equal(await maya.field.inputValue(), "I would like to ask about");
  assert.equal(await nora.field.inputValue(), "Let me look that");
  assert.deepEqual([forMaya.count, forNora.count], [2, 2]);
});

play("a page whose assets stay away says so instead of loading itself for ever", async (stage) => {
  await start();
  const { maya, nora } = await together(stage, MERIDIAN);
  const [widget, inbox] = [`/widget/${MERIDIAN.workspace}`, "/inbox"];
  const [oldWidget, oldInbox] = [await kept(widget), await kept(inbox)];
  await start({ secondBuild: true });
  stage.forgives(REFUSED);
  const forMaya = await serves(maya.page, widget, oldWidget, Infinity);
  const forNora = await serves(nora.page, inbox, oldInbox, Infinity);
  await Promise.all([maya.page.reload(), nora.page.reload()]);
  await maya.launcher.click();
  await sees(maya.chat.getByRole("heading", { name: /has to be loaded again/ }));
  await sees(nora.page.getByRole("heading", { name: /has to be loaded again/ }));
  await sees(maya.chat.getByRole("button", again));
  assert.deepEqual([forMaya.count, forNora.count], [2, 2]);
  await stage.look(maya.page, "widget-gone");
  await stage.look(nora.page, "inbox-gone");
});

/** The page speaks an older version of the wire for as long as this holds. */
async function isOld(page, still) {
  await page.route("**/v1/**", (route) =>
    route.continue(still() ? { headers: { ...route.request().headers(), "gangway-wire": "0" } } : {}),
  );
}

play("a page that is too old for the Worker loads itself again, once, and sends what was not sent", async (stage) => {
  const { maya, nora } = await together(stage, HARBOUR);
  const forMaya = await serves(maya.page, `/widget/${HARBOUR.workspace}`, {}, 0);
  const forNora = await serves(nora.page, "/inbox", {}, 0);
  await isOld(maya.page, () => forMaya.count === 0);
  await isOld(nora.page, () => forNora.count === 0);
  // The page goes when it is refused, and what was written is seen on the one that comes.
  await maya.field.fill("The key does not turn");
  await maya.field.press("Enter");
  await nora.writes("I am sending you");
  await nora.field.press("Enter");
  await maya.hears("Nora Lindqvist", "I am sending you");
  await nora.hears("Visitor", "The key does not turn");
  await seesOnce(maya.own("The key does not turn"));
  await seesNo(maya.chat.getByRole("heading", { name: /has to be loaded again/ }));
  assert.deepEqual([forMaya.count, forNora.count], [1, 1]);
});

play("a page that is still too old says so, keeps what was written, and has a button", async (stage) => {
  const { maya, nora } = await together(stage, MERIDIAN);
  const forMaya = await serves(maya.page, `/widget/${MERIDIAN.workspace}`, {}, 0);
  const forNora = await serves(nora.page, "/inbox", {}, 0);
  let old = true;
  await Promise.all([isOld(maya.page, () => old), isOld(nora.page, () => old)]);
  await maya.field.fill("The guide has not come");
  await maya.field.press("Enter");
  await nora.writes("I am calling");
  await nora.field.press("Enter");
  await sees(maya.chat.getByRole("button", again));
  await sees(nora.page.getByRole("button", again));
  await stage.look(maya.page, "widget-too-old");
  await stage.look(nora.page, "inbox-too-old");
  assert.deepEqual([forMaya.count, forNora.count], [1, 1]);

  old = false;
  await maya.chat.getByRole("button", again).click();
  await nora.page.getByRole("button", again).click();
  await nora.hears("Visitor", "The guide has not come");
  await maya.hears("Nora Lindqvist", "I am calling");
  await seesOnce(maya.own("The guide has not come"));
});
