// A traveller on an operator's page, with the chat in its frame.

import assert from "node:assert/strict";

import { sees, seesNo, seesOnce, until } from "./see.mjs";
import { origin } from "./stage.mjs";

export class Traveller {
  static async arrives({ page, wire }, operator) {
    const traveller = new Traveller(page, operator, wire);
    await traveller.page.goto(`${origin}/demo/${operator.workspace}`);
    return traveller;
  }

  constructor(page, operator, wire) {
    this.page = page;
    this.operator = operator;
    this.wire = wire;
    this.watch(page);
  }

  watch(page) {
    page.on("response", async (response) => {
      const opened = response.request().method() === "POST" && response.url().endsWith("/conversations");
      if (!opened || !response.ok()) return;
      // A page that is left takes the answer with it; whoever asks for the conversation then waits in vain, and says so.
      const answer = await response.json().catch(() => undefined);
      if (answer) this.conversation = answer.conversation;
    });
  }

  // ---- where things are ---------------------------------------------------------------------------

  get launcher() {
    return this.page.getByRole("button", { name: new RegExp(`^Chat with ${this.operator.name}`) });
  }

  get chat() {
    return this.page.frameLocator("iframe");
  }

  get field() {
    return this.chat.getByRole("textbox", { name: "Your message" });
  }

  get log() {
    return this.chat.getByRole("log");
  }

  button(name) {
    return this.chat.getByRole("button", { name });
  }

  /** What someone said: `said("Assistant", /visa/)`, `said("Nora Lind", "Hello")`. */
  said(who, words) {
    return this.log
      .locator(".row")
      .filter({ has: this.chat.locator(".who", { hasText: who }) })
      .filter({ has: this.chat.locator(".bubble", { hasText: words }) });
  }

  /** What the traveller said. */
  own(words) {
    return this.log.locator(".row.own").filter({ has: this.chat.locator(".bubble", { hasText: words }) });
  }

  /** A thin line between messages. */
  line(words) {
    return this.log.locator(".line", { hasText: words });
  }

  /** Who speaks, in the head. */
  speaker(name) {
    return this.chat.locator("header").getByText(name, { exact: true });
  }

  // ---- what they do -------------------------------------------------------------------------------

  async opensChat() {
    await this.launcher.click();
    await sees(this.field);
    await sees(this.chat.getByRole("heading", { name: this.operator.name }));
    return this;
  }

  async closesChat() {
    await this.button("Close chat").click();
    await sees(this.launcher);
  }

  async says(words) {
    await this.field.fill(words);
    await this.field.press("Enter");
    await seesOnce(this.own(words));
  }

  /** The same page in another tab. */
  async opensTab() {
    const page = await this.page.context().newPage();
    return Traveller.arrives({ page }, this.operator);
  }

  /** Chooses an answer or gives any other by its button. */
  async presses(name) {
    await this.button(name).click();
  }

  // ---- what they see ------------------------------------------------------------------------------

  async hears(who, words) {
    return seesOnce(this.said(who, words));
  }

  async reads(words) {
    return seesOnce(this.line(words));
  }

  /** Opens the source of an answer and reads its passage in place. */
  async opensSource(row) {
    const chip = row.getByRole("group").first();
    await chip.locator("summary").click();
    return (await sees(chip.locator(".passage"))).innerText();
  }

  async waits() {
    await sees(this.speaker("Waiting for a person"));
    await sees(this.chat.getByText(/^(In the queue|You are (next|number))/));
    await seesNo(this.button("Talk to a person"));
  }

  /** Nothing that a person said stands there twice. The assistant may well repeat itself. */
  async seesNothingTwice() {
    const bubbles = await this.log.locator(".row.own .bubble, .row.agent .bubble").allInnerTexts();
    const doubled = bubbles.filter((text, at) => bubbles.indexOf(text) !== at);
    assert.deepEqual(doubled, []);
  }

  /** How agents know this conversation. */
  async known() {
    const conversation = await until("a conversation", () => this.conversation);
    return { conversation, name: `Visitor ${conversation.slice(-4)}` };
  }

  /** All that the frame holds, shown or not. */
  async everythingOnThePage() {
    return this.chat.locator("html").innerHTML();
  }
}
