// Every view of the chat and of the demo, on a phone and on a desk, light and dark: a picture of each, and nothing that
// axe objects to.

import { sees, seesNo, seesOnce } from "./support/see.mjs";
import { HARBOUR, MERIDIAN, origin, play } from "./support/stage.mjs";
import { Traveller } from "./support/traveller.mjs";

for (const phone of [true, false]) {
  const where = phone ? "on a phone" : "on a desk";

  play(`the chat ${where}`, async (stage) => {
    const nora = await stage.agent("Nora Lindqvist", MERIDIAN);
    const maya = await stage.traveller(MERIDIAN, { phone });
    await maya.page.route("**/v1/meridian-tours", (route) => route.abort());
    await maya.launcher.click();
    await sees(maya.chat.getByText("You can still write."));
    await stage.look(maya.page, "widget-broken");
    await maya.page.unroute("**/v1/meridian-tours");
    await maya.button("Try again").click();
    await sees(maya.button("Do I need a visa for Bolivia?"));
    await stage.look(maya.page, "widget-first");

    await maya.says("Do I need a visa for Bolivia as an American?");
    const answer = await maya.hears("Assistant", /visa/i);
    await stage.look(maya.page, "widget-answer");
    await maya.opensSource(answer);
    await stage.look(maya.page, "widget-source");

    await maya.says("I lost my luggage on the train");
    await maya.hears("Assistant", "What is your trip confirmation number?");
    await stage.look(maya.page, "widget-question");
    await maya.says("MT204518");
    await maya.hears("Assistant", "Where and when did you last see the luggage?");
    await maya.presses("Talk to a person");
    await maya.waits();
    await seesNo(maya.chat.getByText("Asking for a person"));
    await sees(maya.chat.getByText("You are next"));
    await stage.look(maya.page, "widget-waiting");

    await nora.claims(maya);
    await nora.replies("Hello, this is Nora. I have your report, the train company is looking for the suitcase.");
    await maya.hears("Nora Lindqvist", "the train company is looking");
    await maya.says("شكرا جزيلا، أنا في انتظاركم");
    await maya.says("Its-tag-is-LIMCUZ0049918237465564738291-LIMCUZ0049918237465564738291 🧳");
    await stage.look(maya.page, "widget-person");

    await maya.wire.cut();
    await maya.page.context().setOffline(true);
    await maya.says("Which hotel will it come to?");
    await seesOnce(maya.own("Which hotel").getByText("Not sent."));
    await sees(maya.chat.getByText("Reconnecting"));
    await stage.look(maya.page, "widget-offline");
    await maya.page.context().setOffline(false);
    maya.wire.mend();
    await nora.hears("Visitor", "Which hotel");

    await nora.does("Resolve");
    await maya.reads("This chat has ended");
    await stage.look(maya.page, "widget-ended");
    await maya.field.fill("x".repeat(4_001));
    await stage.look(maya.page, "widget-too-long");
    await maya.closesChat();
    await stage.look(maya.page, "widget-closed");
  });

  play(`the questions that have a form ${where}`, async (stage) => {
    const maya = await stage.traveller(HARBOUR, { phone });
    await maya.opensChat();
    await maya.says("I left my jacket in the car");
    await maya.says("HC301122");
    await maya.hears("Assistant", "At which branch");
    await sees(maya.button("Porto Airport"));
    await stage.look(maya.page, "widget-choices");
    const leo = await stage.traveller(HARBOUR, { phone });
    await leo.opensChat();
    await leo.says("I want to change my booking HC301122");
    await leo.hears("Assistant", "Which dates would you like");
    await sees(leo.chat.getByLabel("From"));
    await stage.look(leo.page, "widget-dates");
    await leo.chat.getByLabel("From").fill("2027-05-03");
    await leo.chat.getByLabel("To", { exact: true }).fill("2027-05-09");
    await leo.presses("Answer");
    await leo.hears("Assistant", "What else should change");
    await sees(leo.button("Skip"));
    await stage.look(leo.page, "widget-optional");
  });

  play(`the demo ${where}`, async (stage) => {
    const page = await (await stage.context({ phone })).newPage();
    for (const [view, path] of [
      ["home", "/"],
      ["demo-harbour-cars", "/demo/harbour-cars"],
      ["demo-meridian-tours", "/demo/meridian-tours"],
      ["api", "/docs/api"],
      ["missing", "/demo/nobody"],
    ]) {
      await page.goto(`${origin}${path}`);
      await page.waitForLoadState("networkidle");
      await stage.look(page, view);
    }
    await page.goto(`${origin}/demo/meridian-tours`);
    await page.getByRole("button", { name: "What to try" }).click();
    await stage.look(page, "demo-what-to-try");
    await page.getByRole("button", { name: "My bag never arrived" }).first().click();
    const maya = new Traveller(page, MERIDIAN);
    await maya.hears("Assistant", "What is your trip confirmation number?");
    await maya.closesChat();
    await page.getByRole("button", { name: "What to try" }).click();
    await page.getByRole("button", { name: "Start again as another traveller" }).click();
    await maya.opensChat();
    await sees(maya.chat.getByRole("button", { name: "Do I need a visa for Bolivia?" }));
  });
}
