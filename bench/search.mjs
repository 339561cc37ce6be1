// Our search in WASM: every question, of all passages, with its context, warm.
import { load, measure, options, passages, questions, round } from "./shared.mjs";

const given = options();
const { searcher, memory, milliseconds, bytes } = load(given);
const loaded = memory();
const all = questions(given.questions, passages(searcher));
const figures = measure(all, ({ text, context }) => searcher.query(text, context).split("\n"), 5);
console.log(
  JSON.stringify({
    passages: searcher.passages(),
    ...figures,
    load_ms: round(milliseconds),
    memory_bytes: { kept: searcher.memory(), loaded, searched: memory() },
    file_bytes: bytes,
  }),
);
