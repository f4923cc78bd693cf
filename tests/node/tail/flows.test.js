// Flows of the five systems, as their own tests have them, with the proxy between the real clients and the reference server: over
// polling, WebSocket and the plain one. What the server sends is as its contract says, all of it; and the recording, judged again, says the
// same of every event.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

// One database is enough here.
delete process.env.HUB_TEST_POSTGRES;
const { root } = await import("../server/contracts.js");
const { through } = await import("../server/support.js");
const { eventspec, tail } = await import("./support.js");

const only = [
  "a visitor comes, begins a conversation and is answered",
  "joining: membership is checked, the others are told, the client is answered",
  "a message goes through the request: stored, then told to both, with its sender",
  "the chat of an order: stored, told to both, notified, read",
  "a new customer's first message makes a complete room",
  "the former events are still told to who listens to them",
  "private messages, and who is writing them",
];

/** Everything that is said of an event, but for when it came. */
const verdict = ({ at, ...line }) => line;

through({
  only,
  async open(server, args) {
    const folder = mkdtempSync(path.join(tmpdir(), "eventspec-tail-"));
    const record = path.join(folder, "recording.jsonl");
    // A system that is served alone is at the root, where its catalogue says nothing else.
    const alone = args.includes("--system") ? ["--catalogue", `contracts/${args[args.indexOf("--system") + 1]}`] : [];
    const proxy = tail("--proxy", "127.0.0.1:0", "--to", server, "--record", record, "--payload", ...alone);
    return {
      base: await proxy.address(),
      async close() {
        const code = await proxy.stop();
        const events = proxy.events();
        assert.equal(proxy.stderr, "");
        const wrong = events.filter((event) => event.from === "server" && !["ok", "notice"].includes(event.verdict));
        assert.deepEqual(wrong, []);
        // A server whose flows are not among these has nobody to speak to.
        const spoke = proxy.summary.connections > 0;
        assert.equal(events.some((event) => event.from === "server" && event.verdict === "ok"), spoke);
        assert.deepEqual(proxy.summary.reasons, []);
        assert.equal(code, events.some((event) => event.verdict === "breach") ? 100 : 0);

        // Tokens are nobody's to record.
        const text = readFileSync(record, "utf8");
        assert.doesNotMatch(text, /eyJ[\w-]+\.[\w-]+\.[\w-]+/);
        const replayed = spawnSync(eventspec, ["tail", "--replay", record, "--format", "json", "--payload", ...alone], {
          cwd: root,
          encoding: "utf8",
          maxBuffer: 1 << 28,
        });
        const again = replayed.stdout.trim().split("\n").map((line) => JSON.parse(line));
        assert.deepEqual(again.filter((line) => line.kind === "event").map(verdict), events.map(verdict));
        assert.equal(replayed.status, code, replayed.stderr);
        rmSync(folder, { recursive: true });
      },
    };
  },
});

for (const system of ["chatflow", "gochat", "hiwwer", "leads", "mechamap"]) await import(`../server/${system}.test.js`);
