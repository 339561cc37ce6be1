// The same passages and questions in JavaScript search libraries. Each indexes one text, with the place in front,
// and is asked the question alone: they know no context. They are slow, so they get a share of the questions.
import * as orama from "@orama/orama";
import lunr from "lunr";
import MiniSearch from "minisearch";

import { load, measure, options, passages, questions } from "./shared.mjs";

const given = options({ every: "3" });
const { searcher, addTexts } = load(given);
addTexts();
const documents = passages(searcher).map(({ id, place, heading, text }) => ({
  id,
  text: `${place}: ${heading} ${text}`.replace(/^: /, ""),
}));
const asked = questions(given.questions, passages(searcher)).filter((_, at) => at % Number(given.every) === 0);

console.log(
  JSON.stringify({
    passages: documents.length,
    peers: { minisearch: minisearch(), lunr: lunrs(), orama: oramas() },
  }),
);

function minisearch() {
  const index = new MiniSearch({ fields: ["text"] });
  index.addAll(documents);
  return measure(asked, ({ text }) => index.search(text).slice(0, 10).map(({ id }) => id));
}

function lunrs() {
  const index = lunr(function () {
    this.ref("id");
    this.field("text");
    for (const document of documents) this.add(document);
  });
  // Its query language gives `:`, `*`, `~`, `^`, `+` and `-` a meaning that a traveller's sentence does not have.
  const plain = (text) => text.replace(/[:*~^+-]/g, " ");
  return measure(asked, ({ text }) => index.search(plain(text)).slice(0, 10).map(({ ref }) => ref));
}

function oramas() {
  const index = orama.create({ schema: { id: "string", text: "string" }, language: "english" });
  orama.insertMultiple(index, documents);
  return measure(asked, ({ text }) =>
    orama.search(index, { term: text, properties: ["text"], limit: 10 }).hits.map(({ document }) => document.id),
  );
}
