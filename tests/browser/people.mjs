// Administrators manage people: invite, change, shut out, let in again. On a desk and on a phone, and by keyboard.

import assert from "node:assert/strict";

import { Agent } from "./support/agent.mjs";
import { focused, tabsTo } from "./support/keys.mjs";
import { sees, seesNo, until } from "./support/see.mjs";
import { MERIDIAN, play } from "./support/stage.mjs";

const LONG = "María del Carmen Fernández-Villaverde y Gutiérrez de la Concepción Aranguren Echeverría";

/** What opens the panel. */
const opener = (agent) => agent.page.getByRole("button", { name: "People", exact: true });

/** The panel, and what stands in it. */
class People {
  static async of(agent) {
    await opener(agent).click();
    const people = new People(agent.page);
    await sees(people.pane.getByRole("heading", { name: "People" }));
    return people;
  }

  constructor(page) {
    this.page = page;
  }

  get pane() {
    return this.page.getByRole("region", { name: "People" });
  }

  button(name) {
    return this.pane.getByRole("button", { name });
  }

  field(name) {
    return this.pane.getByLabel(name, { exact: true });
  }

  /** The line of somebody. */
  line(name) {
    return this.pane.getByRole("listitem").filter({ hasText: name });
  }

  link() {
    return this.pane.getByLabel("Sign-in link", { exact: true });
  }

  async invites({ name, email, more = async () => {} }) {
    await this.button("Invite someone").click();
    await this.field("Name that travellers see").fill(name);
    await this.field("E-mail address").fill(email);
    await more();
    await this.button("Add and make a link").click();
    await sees(this.pane.getByText(`Sign-in link for ${name}`));
  }
}

for (const phone of [false, true]) {
  const where = phone ? "on a phone" : "on a desk";

  play(`people who come late, not at all, or are few ${where}`, async (stage) => {
    const ines = await stage.administrator({ phone });
    await ines.page.route("**/v1/agents", () => {});
    const people = await People.of(ines);
    await sees(people.pane.getByText("Loading people"));
    await stage.look(ines.page, "people-loading");
    await ines.page.unroute("**/v1/agents");
    const broken = { code: "internal", message: "The people could not be read.", hint: "Try again in a minute." };
    await ines.page.route("**/v1/agents", (route) => route.fulfill({ status: 500, json: broken }));
    await people.button("Close").click();
    await opener(ines).click();
    await sees(people.pane.getByText("The people could not be read."));
    await stage.look(ines.page, "people-broken");
    await ines.page.unroute("**/v1/agents");
    const alone = (agents) => agents.filter((agent) => agent.name === "Ines Prado");
    await ines.page.route("**/v1/agents", async (route) => {
      const answer = await route.fetch();
      const { agents } = await answer.json();
      await route.fulfill({ response: answer, json: { agents: alone(agents) } });
    });
    await people.button("Try again").click();
    await sees(people.pane.getByText("Nobody else works here yet."));
    await sees(people.line("Ines Prado").getByText("you", { exact: true }));
    await stage.look(ines.page, "people-alone");
  });

  play(`someone is invited, changed, shut out and let in again ${where}`, async (stage) => {
    const ines = await stage.administrator({ phone });
    const desk = (agent) => agent.page.getByLabel("Workspace", { exact: true });
    await desk(ines).selectOption(MERIDIAN.workspace);
    const people = await People.of(ines);
    const [name, email] = [`Tomás Rey ${phone ? 1 : 2}`, `tomas-${phone}@meridian-tours.example`];

    // Invited: the link is shown, works once, and is gone with the panel.
    await people.button("Invite someone").click();
    await stage.look(ines.page, "people-invite");
    await people.button("Cancel").click();
    await seesNo(people.field("E-mail address"));
    await people.invites({
      name,
      email,
      more: async () => {
        await people.field("all workspaces").check();
        await people.field("Meridian Tours").uncheck();
      },
    });
    await stage.look(ines.page, "people-link");
    const link = new URL(await people.link().inputValue());
    const page = await (await stage.context({ phone })).newPage();
    const tomas = await Agent.signsIn({ page }, name, `${link.pathname}${link.hash}`);
    assert.equal(await opener(tomas).isVisible(), false, "people are for administrators");
    await people.button("Close").click();
    await opener(ines).click();
    await seesNo(people.link());

    // There, as far as the inbox at hand knows.
    await desk(tomas).selectOption(MERIDIAN.workspace);
    await until("he is here", () => people.line(name).getByText("Here", { exact: true }).isVisible());

    // Changed; what is wrong with it is said in the form, which keeps what was typed.
    await people.button(`Edit ${name}`).click();
    await people.field("Role").selectOption("administrator");
    await people.field("all workspaces").uncheck();
    await people.field("Meridian Tours").check();
    await people.field("Groups").check();
    await people.field("Languages").fill("es, english");
    await people.field("At most so many conversations at once").fill("2");
    await people.button("Save").click();
    await sees(people.pane.getByText("`english` is not a language."));
    await stage.look(ines.page, "people-refused");
    await people.field("Languages").fill("es, en");
    await sees(people.pane.getByText("So far: Spanish, English."));
    await people.button("Save").click();
    const line = people.line(name);
    await sees(line.getByText("Groups · English, Spanish · at most 2 at once"));
    await sees(line.getByText(`${email} · Administrator`));
    await sees(line.getByText("Works in Meridian Tours"));
    await focused(people.button(`Edit ${name}`));

    // What he may do follows at once, on the page that he has open.
    await sees(opener(tomas));
    const his = await People.of(tomas);
    await sees(his.line(name).getByText("you", { exact: true }));
    assert.equal(await his.line("Ines Prado").count(), 0, "she works where he does not");
    await his.button(`Edit ${name}`).click();
    assert.equal(await his.field("Role").isDisabled(), true, "not his own role");
    await sees(his.pane.getByText("Another administrator has to change your role and workspaces."));

    // Taken from the workspace that he looks at: he is told so, and goes on where he works.
    const works = async (to, from) => {
      await people.button(`Edit ${name}`).click();
      await people.field(to).check();
      await people.field(from).uncheck();
      await people.button("Save").click();
      await sees(line.getByText(`Works in ${to}`));
    };
    await works("Harbour Cars", "Meridian Tours");
    await sees(tomas.page.getByText("You do not work for Meridian Tours any more."));
    await stage.look(tomas.page, "people-taken-away");
    await tomas.page.getByRole("button", { name: `Go on as ${name}` }).click();
    await sees(tomas.page.getByRole("heading", { name: "Harbour Cars inbox" }));
    await works("Meridian Tours", "Harbour Cars");
    await sees(tomas.page.getByText("You do not work for Harbour Cars any more."));
    await tomas.page.getByRole("button", { name: `Go on as ${name}` }).click();

    // Shut out, which closes what he has open, and let in again.
    await people.button(`Shut out: ${name}`).click();
    await sees(line.getByText("Shut out", { exact: true }));
    await people.button(`Let in again: ${name}`).waitFor();
    await stage.look(ines.page, "people-shut-out");
    await sees(tomas.page.getByText("Your session has ended."));
    await sees(tomas.page.getByText("Open the sign-in link that an administrator gave you."));
    await people.button(`Let in again: ${name}`).click();
    await people.button(`New link for ${name}`).waitFor();

    // A long name, a colleague of several teams.
    await people.invites({ name: LONG.slice(0, 80), email: `maria-${phone}@meridian-tours.example` });
    await stage.look(ines.page, "people-list");
  });
}

play("everything is within reach of a keyboard", async (stage) => {
  const ines = await stage.administrator();
  await tabsTo(ines.page, opener(ines));
  await ines.page.keyboard.press("Enter");
  const people = new People(ines.page);
  await tabsTo(ines.page, people.button("Invite someone"));
  await ines.page.keyboard.press("Enter");
  await focused(people.field("Name that travellers see"));
  await ines.page.keyboard.type("Rita Anjos");
  await ines.page.keyboard.press("Escape");
  await focused(people.button("Invite someone"));
  await seesNo(people.field("E-mail address"));
  await ines.page.keyboard.press("Enter");
  await focused(people.field("Name that travellers see"));
  await ines.page.keyboard.type("Rita Anjos");
  await ines.page.keyboard.press("Tab");
  await ines.page.keyboard.type("rita@meridian-tours.example");
  await tabsTo(ines.page, people.pane.getByRole("group", { name: "Teams" }).getByRole("checkbox").first());
  await ines.page.keyboard.press("Space");
  await tabsTo(ines.page, people.field("Languages"));
  await ines.page.keyboard.type("pt");
  await ines.page.keyboard.press("Enter");
  await sees(people.pane.getByText("Sign-in link for Rita Anjos"));
  await focused(people.link());
  await sees(people.line("Rita Anjos").getByText("Portuguese", { exact: false }));
});
