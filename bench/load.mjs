// The first load of a module that the engine has just compiled, in a process of its own.
import { load, options, round } from "./shared.mjs";

const { milliseconds, computed } = load(options());
console.log(JSON.stringify({ first: round(milliseconds), computed: round(computed) }));
