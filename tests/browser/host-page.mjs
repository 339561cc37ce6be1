// What the launcher costs the operator's own page, and what it may do there.

import assert from "node:assert/strict";
import { brotliCompressSync } from "node:zlib";

import { sees, seesOnce, until } from "./support/see.mjs";
import { DESK, HARBOUR, MERIDIAN, PHONE, origin, play } from "./support/stage.mjs";
import { Traveller } from "./support/traveller.mjs";

/** A page of the operator's, on the operator's own site, as strict as the documentation allows. */
async function site(context, address, operator, { policy = true } = {}) {
  const paragraphs = "<p>Cusco, Arequipa, La Paz, Uyuni: small groups and local guides.</p>".repeat(40);
  const script = `<script src="${origin}/loader.js" data-workspace="${operator.workspace}" data-label="Chat with ${operator.name}" async></script>`;
  await context.route(`${address}**`, (route) =>
    route.fulfill({
      contentType: "text/html; charset=utf-8",
      headers: policy
        ? { "content-security-policy": `default-src 'none'; script-src ${origin}; frame-src ${origin}; img-src data:` }
        : {},
      body: `<!doctype html><html lang="en"><title>Tours</title><link rel="icon" href="data:,"><main><h1>Tours</h1>${paragraphs}</main>${script}</html>`,
    }),
  );
  const page = await context.newPage();
  const requests = [];
  page.on("request", (request) => requests.push(request));
  await page.goto(address);
  return { page, requests };
}

for (const phone of [true, false]) {
  play(`before the first click: one small request, nothing stored, nothing moved (${(phone ? PHONE : DESK).width})`, async (stage) => {
    const context = await stage.context({ phone });
    await context.addInitScript(() => {
      globalThis.shift = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) globalThis.shift += entry.value;
      }).observe({ type: "layout-shift", buffered: true });
    });
    const { page, requests } = await site(context, "https://www.meridian-tours.example/", MERIDIAN);
    await sees(page.getByRole("button", { name: "Chat with Meridian Tours" }));
    await page.evaluate(() => scrollTo(0, 200));
    await page.waitForLoadState("networkidle");

    const ours = requests.filter((request) => request.url().startsWith(origin));
    assert.deepEqual(ours.map((request) => request.url()), [`${origin}/loader.js`]);
    const loader = await (await ours[0].response()).body();
    const size = brotliCompressSync(loader).length;
    assert.ok(size <= 4096, `the loader has ${size} bytes`);
    assert.equal(page.frames().length, 1, "no frame");

    const stored = await page.evaluate(async () => ({
      local: localStorage.length,
      session: sessionStorage.length,
      databases: (await indexedDB.databases()).length,
      caches: (await caches.keys()).length,
      workers: (await navigator.serviceWorker.getRegistrations()).length,
      cookies: document.cookie,
    }));
    assert.deepEqual(stored, { local: 0, session: 0, databases: 0, caches: 0, workers: 0, cookies: "" });
    assert.deepEqual(await context.storageState(), { cookies: [], origins: [] }, "nor on our own origin");
    assert.equal(await page.evaluate(() => globalThis.shift), 0);
  });
}

play("the chat works in a frame of another site", async (stage) => {
  const context = await stage.context();
  const { page } = await site(context, "https://www.harbour-cars.example/", HARBOUR);
  const maya = await new Traveller(page, HARBOUR).opensChat();
  await maya.says("What is the minimum age to rent a car?");
  await maya.hears("Assistant", /\b21\b/);
  await maya.closesChat();
  await maya.opensChat();
  await maya.hears("Assistant", /\b21\b/);
});

play("a site that the operator has not named cannot frame the chat", async (stage) => {
  const context = await stage.context();
  const { page } = await site(context, "https://www.elsewhere.example/", HARBOUR, { policy: false });
  await page.getByRole("button", { name: "Chat with Harbour Cars" }).click();
  stage.forgives(/frame-ancestors/);
  await until("the browser refuses", () => stage.complaints.some((words) => words.includes("frame-ancestors")));
  assert.equal(await new Traveller(page, HARBOUR).field.count(), 0);
});

play("buttons, links and scripts of the operator's page ask in the visitor's name", async (stage) => {
  const context = await stage.context();
  const { page } = await site(context, "https://www.meridian-tours.example/", MERIDIAN);
  await page.evaluate(() => {
    document.querySelector("main").innerHTML = `<button data-gangway-ask="Do I need a visa for Bolivia?">Visas</button>
      <a href="/luggage" data-gangway-ask>How much luggage may I take on the train to Machu Picchu?</a>`;
  });
  const maya = new Traveller(page, MERIDIAN);
  await page.getByRole("button", { name: "Visas" }).dblclick();
  await seesOnce(maya.own("Do I need a visa for Bolivia?"));
  await maya.hears("Assistant", /visa/i);

  await page.getByRole("link").click();
  await seesOnce(maya.own("How much luggage"));
  await maya.hears("Assistant", "8 kg");
  assert.equal(new URL(page.url()).pathname, "/", "a link that asks leads nowhere");

  await maya.closesChat();
  await page.evaluate(() => {
    globalThis.gangway.ask("  ");
    globalThis.gangway.ask("How do I avoid altitude sickness?");
  });
  await seesOnce(maya.own("altitude sickness"));
});
