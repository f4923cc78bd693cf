// What the tests of the documents' site lean on: `eventspec docs` into a folder of the test's own, opened from there.

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { binary } from "../mock/support.js";
import { root } from "../server/contracts.js";
import { fileUrl } from "./support.js";

/** Writes a site of the repository's catalogues, or of those named. */
export async function site(...catalogues) {
  if (!existsSync(binary)) throw new Error(`${binary} is not there: run \`cargo build -p eventspec\`, or \`cargo xtask test\``);
  const folder = await mkdtemp(path.join(os.tmpdir(), "eventspec-site-"));
  const args = ["docs", ...catalogues, "--out", folder];
  await promisify(execFile)(binary, args, { cwd: root });
  return new Site(folder);
}

class Site {
  constructor(folder) {
    this.folder = folder;
  }

  /** The address of a page. */
  at = (page, hash = "") => fileUrl(path.join(this.folder, page)) + hash;

  /** The paths of all pages. */
  async pages() {
    const files = await readdir(this.folder, { recursive: true });
    return files.filter((file) => file.endsWith(".html")).map((file) => file.split(path.sep).join("/")).sort();
  }

  remove = () => rm(this.folder, { recursive: true, force: true });
}

/** A catalogue with so many events, as YAML. */
export function large(count) {
  const events = Array.from({ length: count }, (_, at) => {
    const [resource, action] = [`resource_${Math.floor(at / 20)}`, `action_${at}`];
    return `  ${resource}.${action}:
    summary: What happened to ${resource} for the ${at}th time.
    direction: server-to-client
    to: everybody
    payload: { type: object, required: [id_${at}], properties: { id_${at}: { type: string }, text: { type: string } } }
`;
  });
  return `catalogue: large\nversion: 1.0.0\ntransport: socket.io\nevents:\n${events.join("")}`;
}
