// What every operator's traveller and agents go through, in the operator's own words.

import assert from "node:assert/strict";

import { sees, seesNo, seesOnce, until } from "./see.mjs";
import { play } from "./stage.mjs";

/**
 * @param operator of `stage.mjs`
 * @param words
 *   `question`, `answer`, `source`: what the documents say;
 *   `unknown`: two questions that they do not answer;
 *   `handoff`: what the assistant says when it hands over;
 *   `accident`, `first`, `team`: what goes to whom at once, and what helps before anyone comes.
 */
export function wholeWay(operator, words) {
  const phone = { phone: true };

  play("a question is answered with its source, which opens in place", async (stage) => {
    const maya = await stage.traveller(operator, phone);
    await maya.opensChat();
    await seesOnce(maya.chat.getByText("An automated assistant."));
    await maya.says(words.question);
    const answer = await maya.hears("Assistant", words.answer);
    assert.match(await maya.opensSource(answer), words.answer);
    await sees(answer.getByText(words.source));
    await maya.seesNothingTwice();
  });

  play("an accident goes to people at once: whoever comes is told apart from the assistant", async (stage) => {
    const nora = await stage.agent("Nora Lindqvist", operator, { dark: true });
    const maya = await stage.traveller(operator, { ...phone, dark: true });
    await maya.opensChat();
    await maya.says(words.accident);
    await maya.hears("Assistant", words.first);
    await maya.hears("Assistant", words.handoff);
    await maya.waits();

    await sees(nora.page.getByRole("region", { name: "Calls" }).getByText(`${words.team} is wanted`));
    await seesOnce(nora.item(await maya.known(), "Urgent"));
    await nora.claims(maya);
    await maya.reads("Nora Lindqvist joined");
    await sees(maya.speaker("Nora Lindqvist"));
    await nora.replies("This is Nora. Is anyone hurt?");
    await maya.hears("Nora Lindqvist", "Is anyone hurt?");
    await maya.says("No, but we cannot go on");
    await nora.hears("Visitor", "we cannot go on");
    await maya.seesNothingTwice();
  });

  play("two questions that the documents do not answer lead to a person, who is told why", async (stage) => {
    const nora = await stage.agent("Nora Lindqvist", operator);
    const maya = await stage.traveller(operator);
    await maya.opensChat();
    const [first, second] = words.unknown;
    await maya.says(first);
    await maya.hears("Assistant", "Could you put it another way?");
    await maya.says(second);
    await maya.hears("Assistant", words.handoff);
    await maya.waits();
    await nora.opens(maya);
    await seesOnce(nora.about.getByText("the documents did not answer 2 times in a row"));
    await nora.hears("Visitor", second);
  });

  play("asking for a person takes one tap, and waiting can be called off", async (stage) => {
    const nora = await stage.agent("Nora Lindqvist", operator);
    const maya = await stage.traveller(operator, phone);
    await maya.opensChat();
    await maya.presses("Talk to a person");
    await maya.waits();
    await nora.shows("Unassigned");
    await sees(nora.item(await maya.known()));
    await maya.presses("Stop waiting");
    await maya.reads("You stopped waiting");
    await seesNo(nora.item(await maya.known()));
    await maya.says(words.question);
    await maya.hears("Assistant", words.answer);
  });

  play("an agent takes over a chat that the assistant is in the middle of", async (stage) => {
    const nora = await stage.agent("Nora Lindqvist", operator);
    const maya = await stage.traveller(operator);
    await maya.opensChat();
    await maya.says(words.question);
    await maya.hears("Assistant", words.answer);
    await nora.shows("Assistant");
    await nora.opens(maya);
    await nora.does("Take over");
    await maya.reads("Nora Lindqvist joined");
    await nora.replies("I can help you with that myself.");
    await maya.hears("Nora Lindqvist", "I can help you with that myself.");
    // The same question, which the assistant can answer and may not.
    await maya.says(`Thank you. ${words.question}`);
    await nora.hears("Visitor", "Thank you.");
    await nora.replies("As it said above.");
    await maya.hears("Nora Lindqvist", "As it said above.");
    assert.equal(await maya.said("Assistant", words.answer).count(), 1, "the assistant keeps quiet");
  });

  play("two agents claim at once: one has it, the other is told who", async (stage) => {
    const nora = await stage.agent("Nora Lindqvist", operator);
    const tomas = await stage.agent("Tomás Rey", operator);
    const maya = await stage.traveller(operator);
    await maya.opensChat();
    await maya.presses("Talk to a person");
    await maya.waits();
    await Promise.all([nora.opens(maya), tomas.opens(maya)]);
    const claims = [nora, tomas].map((agent) => agent.thread.getByRole("button", { name: "Claim", exact: true }));
    await Promise.all(claims.map((claim) => sees(claim)));
    await Promise.all(claims.map((claim) => claim.click()));
    const has = (agent) => agent.thread.getByText("You have it").isVisible();
    const winner = await until("one of them has it", async () => {
      for (const agent of [nora, tomas]) if (await has(agent)) return agent;
      return undefined;
    });
    const loser = winner === nora ? tomas : nora;
    await sees(loser.thread.getByText(`${winner.name} has it`));
    await sees(loser.button(`Take over from ${winner.name}`));
    assert.equal(await has(loser), false);
    await maya.reads(`${winner.name} joined`);
    await seesNo(maya.line(`${loser.name} joined`));
  });

  play("notes stay among agents; back to the assistant, resolved, and opened again by writing", async (stage) => {
    const nora = await stage.agent("Nora Lindqvist", operator);
    const maya = await stage.traveller(operator, phone);
    await maya.opensChat();
    await maya.presses("Talk to a person");
    await maya.waits();
    await nora.claims(maya);
    await nora.notes("She sounds tired, be kind");
    await nora.replies("Hello! How can I help?");
    await maya.hears("Nora Lindqvist", "How can I help?");

    await nora.does("Hand back to the assistant");
    await maya.reads("The assistant answers again");
    await maya.says(words.question);
    await maya.hears("Assistant", words.answer);

    await nora.does("Take over");
    await nora.does("Resolve");
    await maya.reads("This chat has ended");
    await sees(maya.speaker("Chat ended"));
    await nora.shows("Resolved");
    await sees(nora.item(await maya.known()));

    await maya.says("One more thing");
    await maya.reads("The chat goes on");
    await seesNo(nora.item(await maya.known()));

    const isThere = async (words) => (await maya.everythingOnThePage()).includes(words);
    assert.deepEqual([await isThere("How can I help?"), await isThere("She sounds tired")], [true, false]);
    await maya.page.reload();
    await maya.opensChat();
    await maya.hears("Nora Lindqvist", "How can I help?");
    assert.deepEqual([await isThere("How can I help?"), await isThere("She sounds tired")], [true, false]);
    await maya.seesNothingTwice();
  });

  play("a reply while the chat is closed is counted on its button; a second tab shows the same chat", async (stage) => {
    const nora = await stage.agent("Nora Lindqvist", operator);
    const maya = await stage.traveller(operator);
    await maya.opensChat();
    await maya.presses("Talk to a person");
    await maya.waits();
    await maya.closesChat();
    await nora.claims(maya);
    await nora.replies("Good morning!");
    await nora.replies("What can I do for you?");
    await sees(maya.page.getByRole("button", { name: `Chat with ${operator.name}, 2 new` }));
    await maya.opensChat();
    await maya.hears("Nora Lindqvist", "What can I do for you?");
    await maya.closesChat();
    await sees(maya.page.getByRole("button", { name: `Chat with ${operator.name}`, exact: true }));

    const tab = await maya.opensTab();
    await tab.opensChat();
    await tab.hears("Nora Lindqvist", "Good morning!");
    await tab.says("I write from another tab");
    await nora.hears("Visitor", "I write from another tab");
    await maya.opensChat();
    await seesOnce(maya.own("I write from another tab"));
    await maya.seesNothingTwice();
  });
}
