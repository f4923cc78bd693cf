// Writes the modules of every tool, and prints how large they get: `node prepare.mjs WORK CATALOGUE..`.
//
// WORK holds a package of ours for each catalogue in `CATALOGUE`, and its model as `CATALOGUE.json`.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { build } from "esbuild";

import { carried } from "./schemas.mjs";
import { tools } from "./tools.mjs";

const [work, ...catalogues] = process.argv.slice(2);

const bundled = async (contents, options) => {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: work },
    nodePaths: [join(import.meta.dirname, "../node_modules")],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    mainFields: ["module", "main"],
    ...options,
  });
  return outputFiles[0].contents;
};

/** Minified and compressed, as a browser gets it. */
const size = async (contents) => gzipSync(await bundled(contents, { minify: true }), { level: 9 }).length;

const sizes = {};
for (const catalogue of catalogues) {
  const model = JSON.parse(readFileSync(join(work, `${catalogue}.json`), "utf8"));
  const events = carried(model);
  writeFileSync(join(work, `${catalogue}.events.json`), JSON.stringify(events));
  sizes[catalogue] = {};
  for (const [tool, { write, besides = "" }] of Object.entries(tools)) {
    const module = write(model, events) + besides;
    // What is not used is left out by the bundler, but for functions that are written for one event beforehand.
    const one = tool === "ajv standalone" ? write(model, events.slice(0, 1)) : module;
    writeFileSync(join(work, "all.mjs"), module);
    writeFileSync(join(work, "one.mjs"), one);
    sizes[catalogue][tool] = {
      all: await size('export * from "./all.mjs";'),
      one: await size(`export { e0${besides && ", safeParse"} } from "./one.mjs";`),
    };
    const code = await bundled(module, { platform: "node" });
    writeFileSync(join(work, `${catalogue}.${tool.replace(/[ /]/g, "-")}.mjs`), code);
  }
}
console.log(JSON.stringify(sizes));
