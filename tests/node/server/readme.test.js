// Does what the README tells a reader to do, in the order in which it is told, and looks for what they are told to see.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";

import { root } from "./contracts.js";
import { PATIENCE, binary, start } from "./support.js";

const section = readFileSync(path.join(root, "README.md"), "utf8").split("## See it run\n")[1].split("\n## ")[0];
const blocks = [...section.matchAll(/^```(\S+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(([, language, file, text]) => ({ language, file, text }));
const script = blocks.find((block) => block.file);
const [serve, listen, come] = blocks.filter((block) => block.language === "sh").map((block) => block.text.trim());
const promised = section.match(/prints `([^`]+)`/)[1];

test("the README's first event arrives", { timeout: 120_000 }, async () => {
  assert.equal(serve, "cargo run -p reference-server -- serve");
  const server = await start();
  const folder = mkdtempSync(path.join(tmpdir(), "readme-"));
  // The same words, for the server of this test: its address, its folder, its binary.
  const here = (text) =>
    text
      .replaceAll("http://127.0.0.1:8080", server.base)
      .replaceAll("cargo run -q -p reference-server -- token", `${binary} token --data ${server.folder}`);
  let agent;
  try {
    writeFileSync(path.join(folder, script.file), here(script.text));
    symlinkSync(path.join(root, "tests/node/node_modules"), path.join(folder, "node_modules"));
    agent = spawn("sh", ["-c", `exec ${here(listen)}`], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
    const lines = [];
    const seen = (wanted) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`no \`${wanted}\` among ${JSON.stringify(lines)}`)), PATIENCE);
        const look = () => lines.includes(wanted) && (clearTimeout(late), resolve());
        look();
        output.on("line", look);
      });
    const output = createInterface({ input: agent.stdout });
    output.on("line", (line) => lines.push(line));
    await seen("waiting for visitors");
    execFileSync("sh", ["-c", `${here(come)} --silent --show-error --fail`], { cwd: folder });
    await seen(promised);
  } finally {
    agent?.kill();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
