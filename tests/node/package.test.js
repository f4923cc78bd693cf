// The package as npm packs it: what is in it, that every resolver finds its entries, what they cost, and that they need no browser.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { after, describe, test } from "node:test";
import { createContext, runInContext } from "node:vm";
import { gzipSync } from "node:zlib";

import { build } from "esbuild";
import { publint } from "publint";
import { formatMessage } from "publint/utils";

import { packed, run, source, tool } from "./installed.js";

const installed = packed();
after(installed.clean);

const manifest = JSON.parse(readFileSync(path.join(installed.folder, "package.json"), "utf8"));
const entries = Object.keys(manifest.exports).map((entry) => entry.slice(2));
const catalogues = entries.filter((entry) => !entry.includes("/"));

/** A program that is one import, bundled: minified text. */
async function bundle(program, options = {}) {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: installed.root, loader: "ts" },
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    target: "es2022",
    platform: "neutral",
    external: ["react", "vue"],
    logLevel: "silent",
    ...options,
  });
  return outputFiles[0].text;
}

const size = (text) => gzipSync(text, { level: 9 }).length;

test("it holds what it should, and nothing else", () => {
  const modules = installed.files.filter((file) => !["package.json", "README.md"].includes(file));
  for (const file of modules) assert.match(file, /^(internal\/)?(\w+\/)?\w[\w.]*\.(js|d\.ts)$/, file);
  for (const entry of entries) {
    const { types, default: script } = manifest.exports[`./${entry}`];
    for (const file of [types, script]) assert.ok(installed.files.includes(file.slice(2)), file);
  }
  assert.deepEqual(Object.keys(manifest).filter((key) => /dependencies$/i.test(key) && key !== "peerDependencies"), []);
  for (const peer of Object.keys(manifest.peerDependencies)) assert.equal(manifest.peerDependenciesMeta[peer].optional, true);
});

test("publint finds nothing", async () => {
  const { messages } = await publint({ pkgDir: installed.folder, strict: true });
  assert.deepEqual(messages.map((message) => formatMessage(message, manifest)), []);
});

test("every resolver that knows ES modules finds every entry, with its types", () => {
  // Packages of ES modules alone: what `require` cannot load before Node 22, it says by itself.
  run(process.execPath, [tool("@arethetypeswrong/cli/dist/index.js"), installed.archive, "--profile", "esm-only", "--format", "ascii"]);
});

describe("what it costs", () => {
  test("types cost nothing", async () => {
    for (const catalogue of catalogues) {
      assert.equal(await bundle(`import type { ServerToClientEvents } from "@event-contracts/generated/${catalogue}";`), "");
      assert.equal(await bundle(`import * as all from "@event-contracts/generated/${catalogue}";`), "");
    }
  });

  test("each entry keeps its budget", async () => {
    const budgets = JSON.parse(readFileSync(new URL("./sizes.json", import.meta.url), "utf8"));
    const found = {};
    for (const entry of entries) found[entry] = size(await bundle(`export * from "@event-contracts/generated/${entry}";`));
    for (const name of ["once", "waitFor", "events", "request", "join", "recoverable", "channels"]) {
      found[`hiwwer { ${name} }`] = size(await bundle(`export { ${name} } from "@event-contracts/generated/hiwwer";`));
    }
    const width = Math.max(...Object.keys(found).map((name) => name.length));
    const row = ([name, bytes]) => `${name.padEnd(width)}  ${String(bytes).padStart(6)}  ${String(budgets[name] ?? "none").padStart(6)}`;
    console.log([`${"minified and compressed, bytes".padEnd(width)}    size  budget`, ...Object.entries(found).map(row)].join("\n"));
    const over = Object.entries(found).filter(([name, bytes]) => !(bytes <= budgets[name]));
    assert.deepEqual(over, [], "over the budget of sizes.json");
    assert.deepEqual(Object.keys(budgets).filter((name) => !(name in found)), [], "no such entry any more");
  });
});

describe("where there is no browser", () => {
  test("it loads in a world that has the language, and nothing else", async () => {
    for (const catalogue of catalogues) {
      // In this world there is no `window`, no `document`, no `process`, no `console` and no timer.
      const world = createContext(Object.create(null));
      const text = await bundle(`import * as all from "@event-contracts/generated/${catalogue}"; globalThis.all = all;`, { format: "iife" });
      runInContext(text, world);
      assert.equal(runInContext("all.serverEvents.length > 0 && typeof all.once", world), "function");
      assert.equal(runInContext('all.parseChannel("no such channel")', world), undefined);
    }
  });

  test("it names nothing that only browsers or Node have", async () => {
    const absent = ["window", "document", "process", "navigator", "location", "Buffer", "require"];
    // The bundler replaces a name only where nothing in the program declares it.
    const define = Object.fromEntries(absent.map((name) => [name, `absent_${name}`]));
    for (const entry of entries) {
      const text = await bundle(`export * from "@event-contracts/generated/${entry}";`, { define });
      assert.deepEqual(text.match(/absent_\w+/g) ?? [], [], entry);
    }
  });
});
