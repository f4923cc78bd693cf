// How long a tool takes for a document, in nanoseconds: `node speed.mjs WORK TOOL valid|invalid CATALOGUE..`.

import { readFileSync } from "node:fs";
import { join } from "node:path";

import { tools } from "./tools.mjs";

const [work, tool, what, ...catalogues] = process.argv.slice(2);
const [valid, invalid] = [[], []];
let call;
for (const catalogue of catalogues) {
  const events = JSON.parse(readFileSync(join(work, `${catalogue}.events.json`), "utf8"));
  const module = await import(join(work, `${catalogue}.${tool.replace(/[ /]/g, "-")}.mjs`));
  call = tools[tool].call(module);
  events.forEach(({ schema, examples }, at) => {
    for (const example of examples) {
      valid.push([module[`e${at}`], example]);
      if (!schema.$ref || typeof example !== "object" || example === null) continue;
      const [key] = Object.keys(example);
      if (key === undefined) continue;
      // The first field of another kind, as where two versions disagree.
      invalid.push([module[`e${at}`], { ...example, [key]: { another: "kind" } }]);
    }
  });
}

const count = (list, wanted) => list.filter(([schema, value]) => call(schema, value) === wanted).length;
const [taken, refused] = [count(valid, true), count(invalid, false)];
if (taken !== valid.length || refused < invalid.length * 0.95) {
  throw new Error(`${tool} takes ${taken} of ${valid.length}, and refuses ${refused} of ${invalid.length}`);
}

/** The median of some rounds, after as long a time to warm up. */
const time = (list) => {
  const rounds = [];
  for (let round = 0; round < 14; round++) {
    const start = process.hrtime.bigint();
    let calls = 0;
    while (process.hrtime.bigint() - start < 50_000_000n) {
      for (const [schema, value] of list) call(schema, value);
      calls += list.length;
    }
    rounds.push(Number(process.hrtime.bigint() - start) / calls);
  }
  return rounds.slice(7).sort((one, other) => one - other)[3];
};

console.log(time(what === "valid" ? valid : invalid));
