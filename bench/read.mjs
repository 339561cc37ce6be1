// A message in WASM, from its text to the entries that the conversation decides: every question, with its context, warm.
import { readFileSync } from "node:fs";

import { load, measure, options, questions, round } from "./shared.mjs";

const given = options({ playbook: "" });
const { searcher, reader, addTexts } = load(given);
addTexts();
const reading = reader(readFileSync(given.playbook, "utf8"));
const all = questions(given.questions, []);

const decided = new Map();
const ask = ({ text, context }) => {
  for (const { type } of JSON.parse(reading.message(searcher, text, context))) {
    decided.set(type, (decided.get(type) ?? 0) + 1);
  }
};
all.forEach(ask);
const { queries, rounds, p50_ms, p99_ms } = measure(
  all.map((question) => ({ ...question, gold: new Set() })),
  ({ text, context }) => reading.message(searcher, text, context),
  5,
);
const share = (type) => round((decided.get(type) ?? 0) / all.length);
console.log(
  JSON.stringify({ messages: queries, rounds, p50_ms, p99_ms, tags: share("tag_added"), handed_off: share("handed_off") }),
);
