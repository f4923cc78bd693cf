// Scenes: what a mock does, written down; and what is told of those that do not fit.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";

import { root } from "../server/contracts.js";
import { within } from "../server/support.js";
import { binary, mock } from "./support.js";

let folder;
before(() => {
  folder = mkdtempSync(path.join(tmpdir(), "scenes-"));
});
after(() => rmSync(folder, { recursive: true, force: true }));

function scene(name, text) {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

test("a scene sends, waits for a client, replies, repeats and cuts", { timeout: 60_000 }, async () => {
  const file = scene(
    "chat.yaml",
    `
scene: Somebody is asked, and answers
steps:
  - send: message.receive
    payload: { conversation_id: conv-id-456, content: "Anybody there?" }
  - expect: message.typing
    where: { conversation_id: conv-id-456, is_typing: true }
  - reply: conversation.joined
    payload: { conversation_id: "\${heard.conversation_id}" }
  - repeat: 3
    steps:
      - send: message.receive
        payload: { conversation_id: conv-id-456, content: "\${new line}" }
  - wait: 50ms
  - cut: true
`,
  );
  const server = await mock({ systems: ["gochat"], args: ["--quiet", "--scene", file] });
  try {
    const client = await server.plain("gochat", "/ws/user?token=ada");
    const first = await client.next("message.receive");
    assert.equal(first.content, "Anybody there?");
    assert.ok(first.id && first.sender_info.username, "what is not said is made");
    client.send("message.typing", { conversation_id: "conv-id-456", is_typing: false });
    client.send("message.typing", { conversation_id: "conv-id-456", is_typing: true });
    assert.equal((await client.next("conversation.joined")).conversation_id, "conv-id-456");
    for (const line of ["line_1", "line_2", "line_3"]) assert.equal((await client.next("message.receive")).content, line);
    assert.equal((await within("the cut", (resolve) => client.closed.then(resolve))).code, 1006);
  } finally {
    await server.stop();
  }
});

test("a scene answers requests with what it keeps", { timeout: 60_000 }, async () => {
  const file = scene(
    "rooms.yaml",
    `
catalogue: leads
records: { rooms: [{ id: room_0, name: first }] }
requests:
  POST /rooms:
    - keep: rooms
      record: { id: "\${new room}", name: "\${body.name}", owner: "\${user.id}" }
      unless: { name: "\${body.name}" }
    - answer: 201
      body: { id: "\${it.id}", rooms: "\${count rooms}", said: "\${it.name} of \${it.owner or user.id}" }
  GET /rooms/:id:
    - find: rooms
      where: { id: "\${path.id}" }
    - answer: 200
      body: "\${it}"
  DELETE /rooms/:id:
    - find: rooms
      where: { id: "\${path.id}" }
    - change: { gone: true }
`,
  );
  const server = await mock({ args: ["--quiet", "--scene", file] });
  try {
    const made = await server.post("/leads/rooms", { name: "second" }, "ada");
    assert.deepEqual([made.status, made.body], [201, { id: "room_1", rooms: 2, said: "second of ada" }]);
    assert.equal((await server.post("/leads/rooms", { name: "second" }, "ada")).body.id, "room_1");
    assert.deepEqual((await server.get("/leads/rooms/room_0")).body, { id: "room_0", name: "first" });
    assert.equal((await server.delete("/leads/rooms/room_0")).status, 204);
    assert.equal((await server.get("/leads/rooms/room_0")).body.gone, true);
    const missing = await server.get("/leads/rooms/room_9");
    assert.deepEqual([missing.status, missing.body.detail], [404, "there is no such record in `rooms`"]);
    assert.match((await server.get("/leads/nothing")).body.detail, /names `GET \/leads\/nothing`/);
  } finally {
    await server.stop();
  }
});

test("a scene that does not fit its catalogue is told at line and column, and nothing is served", () => {
  const file = scene("wrong.yaml", "steps:\n  - send: conversation.new_message\n    payload: { text: Hi }\n");
  const { status, stdout } = spawnSync(binary, ["mock", "contracts/chatflow", "--listen", "127.0.0.1:0", "--scene", file], { cwd: root, encoding: "utf8" });
  assert.equal(status, 100, stdout);
  assert.match(stdout, /wrong\.yaml:2:11/);
  assert.match(stdout, /it is called `message\.new`/);
});

test("wrong options are told", () => {
  for (const [args, words] of [
    [["--rate", "often"], /--rate: `often`/],
    [["--rate", "urgent=1/s"], /no catalogue has a priority `urgent`/],
    [["--event", "mesage.new"], /did you mean `message\.new`/],
    [["--latency", "1s..1ms"], /--latency/],
    [["--errors", "7"], /--errors/],
  ]) {
    const { status, stderr } = spawnSync(binary, ["mock", "contracts/chatflow", "--listen", "127.0.0.1:0", ...args], { cwd: root, encoding: "utf8" });
    assert.equal(status, 2, stderr);
    assert.match(stderr, words);
  }
});
