// What both benchmarks need: arguments, questions with what answers them, and figures.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";

const usage = `--module FOLDER   the bench module, as wasm-bindgen --target nodejs wrote it
--table FILE      the embedding table
--index FILE      the index, with its parts and texts beside it
--questions FILE  JSON lines: query or question; context; gold, or document and contains`;

export function options(extra = {}) {
  const found = { ...extra };
  const given = process.argv.slice(2);
  for (let at = 0; at < given.length; at += 2) found[given[at].replace(/^--/, "")] = given[at + 1];
  for (const name of ["module", "table", "index", "questions"]) {
    if (!found[name]) {
      console.error(`missing: --${name}\n\n${usage}`);
      process.exit(2);
    }
  }
  return found;
}

export function load(options) {
  const module = createRequire(import.meta.url)(resolve(options.module, "bench_wasm.js"));
  // A file beside the index: a part of it, or texts.
  const beside = (kind, hash) => readFileSync(join(dirname(options.index), `${kind}-${hash}.postcard`));
  const table = readFileSync(options.table);
  const index = readFileSync(options.index);
  const parts = new Map();
  const once = () => {
    const [start, computed] = [performance.now(), computing()];
    const loader = new module.Loader(index);
    let elsewhere = 0;
    for (let hash = loader.lacking(); hash !== undefined; hash = loader.lacking()) {
      const reading = performance.now();
      if (!parts.has(hash)) parts.set(hash, beside("part", hash));
      elsewhere += performance.now() - reading;
      loader.add(parts.get(hash));
    }
    const searcher = loader.finish(table);
    // Reading the parts is in the second figure; the first is without.
    return { searcher, milliseconds: performance.now() - start - elsewhere, computed: computing() - computed };
  };
  const { searcher, milliseconds, computed } = once();
  return {
    searcher,
    reader: (playbook) => new module.Reader(playbook),
    memory: module.memory_bytes,
    milliseconds,
    computed,
    files: [index, ...parts.values()],
    again: () => {
      const { searcher, milliseconds, computed } = once();
      searcher.free();
      return milliseconds;
    },
    addTexts: () => {
      for (const hash of searcher.text_files()) searcher.add_texts(beside("texts", hash));
    },
  };
}

// Milliseconds that the processor has worked for this thread: what a busy machine does not stretch. Only Linux tells.
function computing() {
  try {
    return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, "utf8").split(" ")[0]) / 1e6;
  } catch {
    return NaN;
  }
}

export function passages(searcher) {
  return Array.from({ length: searcher.passages() }, (_, number) => {
    const [id, document, place, heading, text] = searcher.passage(number);
    return { id, document, place, heading, text };
  });
}

// Questions of the fixtures name a document and words of it; a question that nothing answers has no gold.
export function questions(path, passages) {
  const folded = (text) => text.toLowerCase().replace(/\s+/g, " ");
  const texts = passages.map((passage) => folded(passage.text));
  const saying = ({ document, contains }) =>
    passages.filter((passage, at) => passage.document === document && texts[at].includes(folded(contains)));
  return readFileSync(path, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const row = JSON.parse(line);
      const gold = row.gold ?? (row.contains ? [row, ...(row.also ?? [])].flatMap(saying).map(({ id }) => id) : []);
      return { text: row.query ?? row.question ?? row.text, context: row.context ?? [], gold: new Set(gold) };
    });
}

// All questions are asked `rounds` times over, and the median of each counts: what else the machine does hits single
// askings, and would be all of p99.
export function measure(questions, ask, rounds = 1) {
  for (const question of questions.slice(0, 200)) ask(question);
  const askings = questions.map(() => []);
  const found = [];
  for (let round = 0; round < rounds; round += 1) {
    questions.forEach((question, at) => {
      const start = performance.now();
      found[at] = ask(question);
      askings[at].push(performance.now() - start);
    });
  }
  const times = askings.map((of) => of.sort((a, b) => a - b)[rounds >> 1]);
  let [asked, first, five, reciprocal] = [0, 0, 0, 0];
  questions.forEach(({ gold }, at) => {
    if (gold.size === 0) return;
    const rank = found[at].findIndex((id) => gold.has(id));
    asked += 1;
    if (rank === 0) first += 1;
    if (rank >= 0 && rank < 5) {
      five += 1;
      reciprocal += 1 / (rank + 1);
    }
  });
  times.sort((a, b) => a - b);
  const percentile = (share) => round(times[Math.min(times.length - 1, Math.floor(times.length * share))]);
  return {
    queries: times.length,
    rounds,
    p50_ms: percentile(0.5),
    p99_ms: percentile(0.99),
    "R@1": round(first / asked),
    "R@5": round(five / asked),
    "MRR@5": round(reciprocal / asked),
  };
}

export function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
}

export function round(number) {
  return Math.round(number * 10_000) / 10_000;
}
