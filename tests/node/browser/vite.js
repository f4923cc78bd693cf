// An application of examples/, built and served by its own Vite.

import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { pathToFileURL } from "node:url";

import { root } from "../server/contracts.js";

export const example = path.join(root, "examples/support-chat");

const npm = process.platform === "win32" ? "npm.cmd" : "npm";

/** Builds it as its users do. Rejects, with what was printed as `stdout`, where it does not build. */
export const build = (folder) => promisify(execFile)(npm, ["run", "build"], { cwd: folder });

/** Serves what was built on a free port, with the events of this server. */
export async function serve(folder, server) {
  const { preview } = await import(pathToFileURL(path.join(folder, "node_modules/vite/dist/node/index.js")));
  process.env.SERVER = server;
  const served = await preview({ root: folder, logLevel: "silent", preview: { host: "127.0.0.1", port: 0, open: false } });
  return {
    url: `http://127.0.0.1:${served.httpServer.address().port}`,
    close: () => served.close(),
  };
}
