// Every view of the inbox, on a phone and on a desk, light and dark: a picture of each, and nothing that axe objects to.

import { converses, writes } from "./support/crowd.mjs";
import { sees, seesNo } from "./support/see.mjs";
import { HARBOUR, MERIDIAN, origin, play } from "./support/stage.mjs";

/** As long as a tag may be. */
const LONG_TAG = "a-tag-that-is-as-long-as-any-may-be-which-is-sixty-four-bytes-64";

// Each has its own operator, so that neither list holds what the other has left behind.
for (const { phone, where, operator, words } of [
  {
    phone: true,
    where: "on a phone",
    operator: HARBOUR,
    words: {
      answered: "What is the minimum age to rent a car?",
      routed: "I am calling about our corporate account",
      urgent: "Help, I had an accident with the car near Évora",
      team: "Roadside assistance",
      report: ["I left my jacket in the car", "HC301122"],
      close: ["Write me a poem about spaghetti"],
      nearly: "Nearly handed to Rental desk: 1 of 2 failed attempts",
    },
  },
  {
    phone: false,
    where: "on a desk",
    operator: MERIDIAN,
    words: {
      answered: "How much luggage may I take on the train to Machu Picchu?",
      routed: "We would like a group quote for 16 travellers",
      urgent: "We had an accident on the road to Uyuni",
      team: "Duty desk",
      report: ["My bag never arrived", "MT204518", "At the airport of Cusco, this morning"],
      close: ["Which visa does my parrot Zorglub need to wrestle?"],
      nearly: "Nearly handed to Visas: what the documents do not say of visas, the visas team knows",
    },
  },
]) {
  play(`the way into the inbox ${where}`, async (stage) => {
    const page = await (await stage.context({ phone })).newPage();
    await page.goto(`${origin}/inbox`);
    await sees(page.getByText("Open the sign-in link that an administrator gave you."));
    await stage.look(page, "inbox-gate");
    await page.goto("about:blank");
    await page.goto(`${origin}/inbox#sign-in=spent`);
    await sees(page.getByRole("button", { name: "Sign in" }));
    await stage.look(page, "inbox-link");
    await page.getByRole("button", { name: "Sign in" }).click();
    await sees(page.getByRole("alert"));
    await stage.look(page, "inbox-link-refused");
  });

  play(`a list that has nothing yet, comes late or not at all ${where}`, async (stage) => {
    const nora = await stage.agent("Nora Lindqvist", operator, { phone });
    await sees(nora.list.getByText("No conversations yet"));
    await stage.look(nora.page, "inbox-empty");
    await nora.page.route("**/inbox?view=*", () => {});
    await nora.page.reload();
    await sees(nora.page.getByText("Loading conversations"));
    await stage.look(nora.page, "inbox-loading");
    await nora.page.unroute("**/inbox?view=*");
    const broken = { code: "internal", message: "The list could not be read.", hint: "Try again in a minute." };
    await nora.page.route("**/inbox?view=*", (route) => route.fulfill({ status: 500, json: broken }));
    await nora.page.reload();
    await sees(nora.list.getByRole("button", { name: "Try again" }));
    await stage.look(nora.page, "inbox-broken");
  });

  play(`the list and what narrows it down ${where}`, async (stage) => {
    const nora = await stage.agent("Nora Lindqvist", operator, { phone });
    await converses(operator, words.answered);
    await converses(operator, words.routed);
    await converses(operator, "Write me a poem about spaghetti", "متى يفتح المكتب في المطار غدا صباحا؟");
    await converses(operator, ...words.report);
    const urgent = await converses(operator, words.urgent);
    await sees(nora.page.getByText(`${words.team} is wanted`));
    await sees(nora.item(urgent));
    await stage.look(nora.page, "inbox-list");
    await nora.button("More filters").click();
    await nora.page.getByLabel("Priority").selectOption("Urgent");
    await sees(nora.list.getByText("Clear filter"));
    await stage.look(nora.page, "inbox-filter");
    await nora.page.getByRole("textbox", { name: "Filter conversations" }).fill("nobody-has-said-this");
    await sees(nora.list.getByText("No conversation here fits the filter"));
    await stage.look(nora.page, "inbox-no-match");
    await nora.button("Show all").click();
    await nora.button("Alerts").click();
    await sees(nora.page.getByRole("dialog"));
    await stage.look(nora.page, "inbox-calls");
    await nora.page.keyboard.press("Escape");
    if (!phone) {
      await nora.button("Keyboard shortcuts").click();
      await sees(nora.page.getByRole("dialog"));
      await stage.look(nora.page, "inbox-keys");
    }
  });

  play(`a conversation that waits, is claimed, and goes on ${where}`, async (stage) => {
    const nora = await stage.agent("Nora Lindqvist", operator, { phone });
    const urgent = await converses(operator, words.answered, words.urgent);
    await nora.item(urgent).click();
    await sees(nora.button("Claim"));
    await stage.look(nora.page, "inbox-waiting");
    await nora.does("Claim");
    await sees(nora.thread.getByText("You have it"));
    await nora.replies("This is Nora of the desk on duty. Is anyone hurt, and where exactly are you?");
    await writes(urgent, "لا أحد مصاب، نحن على الطريق قرب النهر");
    await nora.hears("Visitor", "لا أحد مصاب");
    await nora.notes("They came back with a scratch in June: be kind, and look at the photographs first");
    await nora.replies("Good. Stay with the car, please. Help is on its way.");
    await stage.look(nora.page, "inbox-thread");
    await nora.writesA("Note");
    await nora.writes("The tow truck has been ordered for 15:20");
    await stage.look(nora.page, "inbox-note");
    await nora.writes("");
    await nora.writesA("Reply");
    await nora.button("More actions").click();
    await sees(nora.page.getByRole("dialog"));
    await stage.look(nora.page, "inbox-more");
    await nora.page.getByRole("dialog").getByRole("button", { name: "Send to another team" }).click();
    await sees(nora.page.getByRole("heading", { name: "Send to another team" }));
    await stage.look(nora.page, "inbox-transfer");
    await nora.page.keyboard.press("Escape");
    await seesNo(nora.page.getByRole("dialog"));

    const tomas = await stage.agent("Tomás Rey", operator, { phone });
    await tomas.item(urgent).click();
    await sees(tomas.button("Take over from Nora Lindqvist"));
    await stage.look(tomas.page, "inbox-colleague");

    // Whatever the visitor says is heard late from here on.
    nora.wire.deafen();
    await writes(urgent, "Wait, the other driver has come back");
    await nora.does("Resolve");
    await sees(nora.thread.getByText("Not resolved: the conversation went on"));
    await stage.look(nora.page, "inbox-stale");

    await nora.wire.cut();
    await nora.page.context().setOffline(true);
    await nora.replies("The tow truck is on its way");
    await sees(nora.log.getByText("Not done."));
    await sees(nora.page.getByText("Reconnecting"));
    await stage.look(nora.page, "inbox-offline");
  });

  play(`what was collected, what nobody came for, and what is over ${where}`, async (stage) => {
    const nora = await stage.agent("Nora Lindqvist", operator, { phone });
    const tomas = await stage.agent("Tomás Rey", operator, { phone });
    const report = await converses(operator, ...words.report);
    await nora.item(report).click();
    await nora.does("Take over");
    await sees(nora.thread.getByText("You have it"));
    await nora.tags(LONG_TAG);
    await stage.look(nora.page, "inbox-about");

    const wanted = await converses(operator, words.answered, words.urgent);
    await tomas.item(wanted).click();
    await sees(tomas.button("Claim"));
    tomas.wire.deafen();
    await nora.goesBack();
    await nora.item(wanted).click();
    await nora.does("Claim");
    await sees(nora.thread.getByText("You have it"));
    await tomas.does("Claim");
    await sees(tomas.button("Take it from Nora Lindqvist"));
    await stage.look(tomas.page, "inbox-lost-claim");

    await nora.does("Resolve");
    await sees(nora.button("Reopen"));
    await stage.look(nora.page, "inbox-resolved");
  });

  play(`a handoff that nearly happened ${where}`, async (stage) => {
    const nora = await stage.agent("Nora Lindqvist", operator, { phone });
    const close = await converses(operator, ...words.close);
    await nora.item(close).click();
    const line = nora.log.getByText(words.nearly);
    await sees(line);
    if (!phone) {
      await line.click();
      await sees(nora.log.getByText("but 1 of 2 failed attempts"));
    }
    await stage.look(nora.page, "inbox-near-miss");
  });
}
