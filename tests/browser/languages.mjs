// The chat in the languages of its visitors: its own words, its times and `lang`, on a phone, where German is longest.

import assert from "node:assert/strict";

import { sees, seesNo, seesOnce } from "./support/see.mjs";
import { HARBOUR, MERIDIAN, play } from "./support/stage.mjs";
import { Traveller } from "./support/traveller.mjs";

/** Words of the page that no visitor of another language may meet. */
const ENGLISH = /\b(assistant|waiting|queue|message|send|skip|answer|talk|close|source|you|from|chat ended)\b/i;

/** Writes into the field of this name. */
async function writes(traveller, name, words) {
  const field = traveller.chat.getByRole("textbox", { name });
  await field.fill(words);
  await field.press("Enter");
  await seesOnce(traveller.own(words));
}

/** What the chat says beside what was said in it: labels, buttons, hints, lines. */
async function ownWords(traveller) {
  return traveller.chat.locator("body").evaluate((body) => {
    const words = [];
    for (const element of body.querySelectorAll("[aria-label], [placeholder]")) {
      words.push(element.getAttribute("aria-label") ?? "", element.getAttribute("placeholder") ?? "");
    }
    for (const element of body.querySelectorAll("button, .hint, .line, .who, .strip, label, .with, .said-only")) {
      if (!element.closest(".passage, .suggestions")) words.push(element.innerText);
    }
    return words.filter(Boolean).join(" | ");
  });
}

play("a Spanish traveller meets no English word of the chat", async (stage) => {
  const lucia = await stage.traveller(MERIDIAN, { phone: true, locale: "es-PE" });
  const nora = await stage.agent("Nora Lindqvist", MERIDIAN);
  await lucia.launcher.click();
  await sees(lucia.chat.getByRole("textbox", { name: "Su mensaje" }));
  await sees(lucia.chat.getByText("¡Hola! Soy el asistente de Meridian Tours."));
  assert.equal(await lucia.chat.locator("html").getAttribute("lang"), "es-PE");
  await stage.look(lucia.page, "widget-es-first");

  await writes(lucia, "Su mensaje", "¿Necesito visado para Bolivia?");
  await sees(lucia.chat.locator(".row.bot"));
  assert.match(await lucia.chat.locator(".row.bot time").first().getAttribute("title"), /de \d{4}/);
  await stage.look(lucia.page, "widget-es-answer");

  await writes(lucia, "Su mensaje", "He perdido mi equipaje");
  await sees(lucia.chat.locator(".row.bot .bubble", { hasText: "número de confirmación" }));
  await writes(lucia, "Su mensaje", "no lo encuentro");
  await sees(lucia.chat.locator(".row.bot .bubble", { hasText: "Tiene esta forma: MT204518." }));
  await stage.look(lucia.page, "widget-es-refused");
  await lucia.button("Hablar con una persona").click();
  await sees(lucia.chat.getByText(/^Es la siguiente persona en la cola/));
  await stage.look(lucia.page, "widget-es-waiting");
  assert.doesNotMatch(await ownWords(lucia), ENGLISH);

  await nora.claims(lucia);
  await nora.replies("Hola, soy Nora.");
  await sees(lucia.chat.getByText("Nora Lindqvist se ha unido"));
  await nora.does("Resolve");
  await sees(lucia.chat.getByText("Este chat ha terminado."));
  assert.doesNotMatch(await ownWords(lucia), ENGLISH);
});

play("a German traveller's longest words have room on a phone, with and without a network", async (stage) => {
  const jonas = await stage.traveller(HARBOUR, { phone: true, locale: "de-DE" });
  await jonas.launcher.click();
  await sees(jonas.chat.getByRole("textbox", { name: "Ihre Nachricht" }));
  assert.equal(await jonas.chat.locator("html").getAttribute("lang"), "de-DE");
  await stage.look(jonas.page, "widget-de-first");
  await writes(jonas, "Ihre Nachricht", "Ich möchte meine Buchung ändern");
  await sees(jonas.chat.locator(".row.bot .bubble", { hasText: "Buchungsnummer" }));
  await writes(jonas, "Ihre Nachricht", "HC204518");
  await sees(jonas.chat.getByLabel("Bis", { exact: true }));
  await stage.look(jonas.page, "widget-de-dates");
  await jonas.chat.getByLabel("Von").fill("2027-05-03");
  await jonas.chat.getByLabel("Bis", { exact: true }).fill("2027-05-09");
  await jonas.button("Antworten").click();
  await sees(jonas.chat.getByText("3. Mai 2027 – 9. Mai 2027"));
  await sees(jonas.button("Überspringen"));
  await stage.look(jonas.page, "widget-de-optional");
  await jonas.button("Überspringen").click();
  await sees(jonas.chat.getByText("Sie warten auf eine Person"));
  await stage.look(jonas.page, "widget-de-waiting");
  assert.doesNotMatch(await ownWords(jonas), ENGLISH);

  await jonas.wire.cut();
  await jonas.page.context().setOffline(true);
  await writes(jonas, "Ihre Nachricht", "Sind Sie noch da?");
  await seesOnce(jonas.chat.getByText("Nicht gesendet. Gerade keine Verbindung."));
  await sees(jonas.chat.getByText("Die Verbindung wird wiederhergestellt."));
  await stage.look(jonas.page, "widget-de-offline");
  await jonas.page.context().setOffline(false);
  jonas.wire.mend();
});

play("whoever's language the operator does not have is spoken to in the operator's", async (stage) => {
  const sara = await stage.traveller(MERIDIAN, { locale: "sv-SE" });
  await sara.opensChat();
  assert.equal(await sara.chat.locator("html").getAttribute("lang"), "en");
  await sees(sara.field);
});

play("words that do not come are said in English, and the chat works", async (stage) => {
  const traveller = await stage.traveller(MERIDIAN, { locale: "es-PE" });
  await traveller.page.route("**/assets/words-*", (route) => route.abort());
  await traveller.launcher.click();
  await sees(traveller.field);
  assert.equal(await traveller.chat.locator("html").getAttribute("lang"), "en");
  await sees(traveller.chat.getByText("¡Hola! Soy el asistente de Meridian Tours."));
  await seesNo(traveller.chat.getByText("Loading"));
});

play("the launcher speaks the language of the page that it stands on", async (stage) => {
  const page = await (await stage.context({ locale: "en-GB" })).newPage();
  await page.route("**/demo/harbour-cars", async (route) => {
    const answer = await route.fetch();
    const html = (await answer.text()).replace('<html lang="en">', '<html lang="pt-PT">').replace(/ data-label="[^"]*"/, "");
    await route.fulfill({ response: answer, body: html });
  });
  const traveller = await Traveller.arrives({ page }, HARBOUR);
  await sees(traveller.page.getByRole("button", { name: "Fale connosco" }));
  await traveller.page.getByRole("button", { name: "Fale connosco" }).click();
  await sees(traveller.page.getByRole("button", { name: "Fechar o chat" }));
});
