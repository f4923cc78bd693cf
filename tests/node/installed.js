// The generated package in a project of its own, below the packages of the tests: what a program gets that installs it.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));

export const source = path.join(here, "../../generated/typescript");

export const tool = (name) => path.join(here, "node_modules", name);

/** Runs a program, which must end well; gives what it printed. */
export function run(program, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: "utf8", ...options });
  assert.equal(status, 0, `${program} ${args.join(" ")}: ${error ?? ""}${stdout}${stderr}`);
  return stdout;
}

/** A project of its own that has the package, as `fill(folder)` puts it there. It goes with `clean`. */
function project(fill) {
  mkdirSync(path.join(here, ".work"), { recursive: true });
  const root = mkdtempSync(path.join(here, ".work/package-"));
  const folder = path.join(root, "node_modules/@event-contracts/generated");
  mkdirSync(folder, { recursive: true });
  return {
    root,
    folder,
    ...fill(folder, root),
    /** Imports an entry: `chatflow/react`. */
    load: (entry) => import(pathToFileURL(path.join(folder, `${entry}.js`))),
    clean: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** The package as it was generated, where it finds the tests' own packages. */
export const copied = () => project((folder) => void cpSync(source, folder, { recursive: true }));

/** The package as npm packs it: its files, and the archive. */
export const packed = () =>
  project((folder, root) => {
    const [{ filename, files }] = JSON.parse(run("npm", ["pack", source, "--json", "--pack-destination", root]));
    const archive = path.join(root, filename);
    run("tar", ["-xzf", archive, "--strip-components=1", "-C", folder]);
    return { archive, files: files.map((file) => file.path).sort() };
  });
