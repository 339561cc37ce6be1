// An agent at the inbox.

import { sees, seesNo, seesOnce } from "./see.mjs";
import { origin } from "./stage.mjs";

export class Agent {
  static async signsIn({ page, wire }, name, link) {
    const agent = new Agent(page, name, wire);
    await agent.page.goto(`${origin}${link}`);
    await agent.button("Sign in").click();
    await sees(agent.page.getByRole("navigation", { name: "Views" }));
    return agent;
  }

  constructor(page, name, wire) {
    this.page = page;
    this.name = name;
    this.wire = wire;
  }

  // ---- where things are ---------------------------------------------------------------------------

  button(name) {
    return this.page.getByRole("button", { name });
  }

  get list() {
    return this.page.getByRole("region", { name: "Conversations" });
  }

  get thread() {
    return this.page.getByRole("region", { name: "Conversation", exact: true });
  }

  get about() {
    return this.page.getByRole("group").filter({ hasText: "About this conversation" });
  }

  get log() {
    return this.page.getByRole("log");
  }

  get field() {
    return this.thread.getByRole("textbox", { name: /^Your (reply|note)$/ });
  }

  /** A conversation in the list. */
  item(name) {
    return this.list.getByRole("button", { name: new RegExp(name) });
  }

  said(who, words) {
    return this.log
      .locator(".row")
      .filter({ has: this.page.locator(".who", { hasText: who }) })
      .filter({ has: this.page.locator(".bubble", { hasText: words }) });
  }

  note(words) {
    return this.log.locator(".row.note", { hasText: words });
  }

  line(words) {
    return this.log.locator(".line", { hasText: words });
  }

  // ---- what they do -------------------------------------------------------------------------------

  async shows(view) {
    await this.page.getByRole("navigation", { name: "Views" }).getByRole("button", { name: new RegExp(`^${view}`) }).click();
  }

  async opens(traveller) {
    await this.item(await traveller.name()).click();
    await sees(this.thread);
  }

  async does(name) {
    await this.thread.getByRole("button", { name, exact: true }).click();
  }

  async claims(traveller) {
    await this.opens(traveller);
    await this.does("Claim");
    await sees(this.thread.getByText("You have it"));
  }

  async replies(words) {
    await this.writes(words);
    await this.field.press("Enter");
    await seesOnce(this.said("You", words));
  }

  async writes(words) {
    await this.field.fill(words);
  }

  async notes(words) {
    await this.thread.getByRole("group", { name: "What to write" }).getByRole("button", { name: "Note" }).click();
    await this.writes(words);
    await this.field.press("Enter");
    await seesOnce(this.note(words));
    await this.thread.getByRole("group", { name: "What to write" }).getByRole("button", { name: "Reply" }).click();
  }

  // ---- what they see ------------------------------------------------------------------------------

  async hears(who, words) {
    return seesOnce(this.said(who, words));
  }

  async reads(words) {
    return seesOnce(this.line(words));
  }

  async seesNo(locator) {
    await seesNo(locator);
  }
}
