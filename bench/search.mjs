// Our search in WASM: the first load of a module that the engine has just compiled, every question, of all passages,
// with its context, warm; what the graph misses of what a look at every passage finds; and loads again, warm.
import { brotliCompressSync, constants } from "node:zlib";

import { load, measure, median, options, passages, questions, round } from "./shared.mjs";

const given = options({ exact: "8" });
const { searcher, memory, milliseconds, computed, files, again, addTexts } = load(given);
const kept = searcher.memory();
const loaded = memory();
addTexts();
const all = questions(given.questions, passages(searcher));
const figures = measure(all, ({ text, context }) => searcher.query(text, context).split("\n"), 5);
const searched = memory();

const sample = all.filter((_, at) => at % Number(given.exact) === 0);
let [found, sought] = [0, 0];
for (const { text, context } of sample) {
  const exact = searcher.query_exactly(text, context).split("\n").filter(Boolean);
  const approximate = new Set(searcher.query(text, context).split("\n"));
  sought += exact.length;
  found += exact.filter((id) => approximate.has(id)).length;
}

// What the index weighs beyond its texts: where it holds them, what they weigh alone is taken off.
const texts = passages(searcher).map(({ text }) => text);
const inside = searcher.text_files().length === 0 ? compressed(Buffer.from(texts.join(""))) : 0;
const beyond = files.map(compressed).reduce((sum, bytes) => sum + bytes, 0) - inside;

function compressed(file) {
  const params = { [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: file.length };
  return brotliCompressSync(file, { params }).length;
}

console.log(
  JSON.stringify({
    passages: searcher.passages(),
    ...figures,
    recall: round(found / sought),
    load_ms: { first: round(milliseconds), computed: round(computed), warm: round(median([1, 2, 3, 4, 5].map(again))) },
    memory_bytes: { kept, loaded, searched },
    bytes_a_passage: round(beyond / searcher.passages()),
  }),
);
