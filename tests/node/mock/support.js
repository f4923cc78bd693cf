// What the tests of the mock lean on: `eventspec mock` on a free port, and the same clients that try the server: every frame is
// held to the catalogue by a validator that knows nothing of the mock.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";

import { root } from "../server/contracts.js";
import { Server } from "../server/support.js";

const executable = process.platform === "win32" ? "eventspec.exe" : "eventspec";
export const binary = path.join(root, process.env.CARGO_TARGET_DIR ?? "target", "debug", executable);

/** Starts a mock of some systems; of all where none is named. */
export async function mock({ systems = [], args = [] } = {}) {
  if (!existsSync(binary)) {
    throw new Error(`${binary} is not there: run \`cargo build -p eventspec\`, or \`cargo xtask test\``);
  }
  const catalogues = systems.map((system) => path.join("contracts", system));
  const child = spawn(binary, ["mock", ...catalogues, "--listen", "127.0.0.1:0", ...args], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  const errors = [];
  const lines = [];
  createInterface({ input: child.stderr }).on("line", (line) => errors.push(line));
  const exited = new Promise((resolve) => child.once("exit", resolve));
  const base = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      lines.push(line);
      const found = /^listening on (http:\S+)$/.exec(line);
      if (found) resolve(found[1]);
    });
    exited.then((code) => reject(new Error(`the mock ended with ${code}:\n${[...lines, ...errors].join("\n")}`)));
  });
  return new Mock({ child, exited, base, lines, own: false, log: errors, alone: systems.length === 1 });
}

class Mock extends Server {
  /** Sets faults, and gives those that hold now. */
  faults = async (faults) => (await this.post("/mock/faults", faults)).body;

  /** Sends an event, and gives what it carried. */
  send = async (event) => (await this.post("/mock/send", event)).body;

  cut = (how = {}) => this.post("/mock/cut", how);

  state = async () => (await this.get("/mock")).body;
}
