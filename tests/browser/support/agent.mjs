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

  /** The field for another tag. */
  get tagging() {
    return this.about.getByRole("combobox", { name: "Tag to put on" });
  }

  /** A conversation in the list, where these words stand behind its name. Two may have the same name: it is the end of an id. */
  item({ conversation, name }, words = "") {
    const row = this.page.locator(`[id="row-${conversation}"]`);
    return this.list.getByRole("button", { name: new RegExp(`${name}.*${words}`) }).and(row);
  }

  /** What the conversations of the list are called, from the first to the last. */
  names() {
    return this.list.locator(".item strong").allInnerTexts();
  }

  /** How many conversations want the agent, as the title says. */
  async wanting() {
    return Number(/^\((\d+)\)/.exec(await this.page.title())?.[1] ?? 0);
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
    await this.item(await traveller.known()).click();
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

  /** Goes to the list, where there is no room for it beside the thread. */
  async goesBack() {
    const back = this.button("Back to the list");
    if (await back.isVisible()) await back.click();
  }

  /** Unfolds what is known about the conversation. */
  async unfoldsAbout() {
    if ((await this.about.getAttribute("open")) === null) await this.about.locator("summary").click();
  }

  /** Puts on a tag. */
  async tags(tag) {
    await this.unfoldsAbout();
    await this.tagging.fill(tag);
    await this.tagging.press("Enter");
    await sees(this.about.getByRole("button", { name: `Take off ${tag}` }));
  }

  /** Chooses what the field writes: a "Reply" or a "Note". */
  async writesA(kind) {
    await this.thread.getByRole("group", { name: "What to write" }).getByRole("button", { name: kind }).click();
  }

  async notes(words) {
    await this.writesA("Note");
    await this.writes(words);
    await this.field.press("Enter");
    await seesOnce(this.note(words));
    await this.writesA("Reply");
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
