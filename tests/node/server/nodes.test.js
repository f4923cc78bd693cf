// Two nodes of the server over one PostgreSQL and one Redis, in processes of their own: one order for everybody, and nothing that was
// answered with 201 is lost, whatever is killed.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";

import { fresh, start, until } from "./support.js";

/** A Redis of a test's own. */
class Redis {
  constructor() {
    this.folder = mkdtempSync(path.join(tmpdir(), "redis-"));
    this.socket = path.join(this.folder, "redis.sock");
    this.url = `redis+unix://${this.socket}`;
    this.start();
  }

  start() {
    const flags = ["--port", "0", "--save", "", "--appendonly", "no", "--unixsocket", this.socket];
    this.child = spawn(needed("HUB_TEST_REDIS_SERVER"), flags, { cwd: this.folder, stdio: "ignore" });
    this.exited = new Promise((resolve) => this.child.once("exit", resolve));
  }

  /** Ends it as a power cut would: what it held is gone. */
  async kill() {
    this.child.kill("SIGKILL");
    await this.exited;
    rmSync(this.socket, { force: true });
  }

  async clean() {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function needed(variable) {
  const value = process.env[variable];
  assert.ok(value, `\`${variable}\` is not set: run the tests with \`cargo xtask services npm test\`, which starts what they need`);
  return value;
}

/** Two nodes, a conversation, and who listens to it on each of them. */
async function scene(run) {
  needed("HUB_TEST_POSTGRES");
  const redis = new Redis();
  const args = ["--system", "chatflow", "--redis", redis.url];
  const one = await start({ database: "postgres", args });
  const other = await start({ database: "postgres", url: one.made.url, data: one.folder, args });
  try {
    const came = await one.post("/visitors", { name: "Vis", page_url: "https://example.com/" });
    assert.equal(came.status, 201);
    const begun = await one.post("/conversations", undefined, came.body.token);
    assert.equal(begun.status, 201);
    const token = one.token({ user: fresh("agent"), roles: ["agent"], name: "Dilnoza" });
    const clients = [];
    for (const node of [one, other, other]) clients.push(await node.connect("chatflow", token));
    clients.push(await other.connect("chatflow", came.body.token));
    await run({ redis, one, other, conversation: begun.body, visitor: came.body.token, clients });
  } finally {
    await other.stop();
    await one.stop();
    await redis.clean();
  }
}

const texts = (client) => client.all("message.new").map((message) => message.text);

/** Posts numbered messages, one after the other. What was answered with 201 goes to `stored`; a node that is gone ends it. */
async function post(node, visitor, conversation, name, count, stored) {
  for (let at = 0; at < count; at++) {
    let posted;
    try {
      posted = await node.post("/messages", { conversation_id: conversation.id, text: `${name} ${at}` }, visitor);
    } catch {
      return;
    }
    assert.equal(posted.status, 201, JSON.stringify(posted.body));
    stored.push(`${name} ${at}`);
  }
}

test("all clients of two nodes see one order", { timeout: 120_000 }, () =>
  scene(async ({ one, other, conversation, visitor, clients }) => {
    const stored = [];
    const posting = [];
    for (const [node, name] of [[one, "a"], [one, "b"], [other, "c"], [other, "d"]]) {
      posting.push(post(node, visitor, conversation, name, 100, stored));
    }
    await Promise.all(posting);
    for (const client of clients) {
      await until("every message", () => texts(client).length >= stored.length, 60_000);
      assert.deepEqual(texts(client), texts(clients[0]));
    }
    assert.deepEqual(texts(clients[0]).toSorted(), stored.toSorted());
  }));

test("a node is killed while it sends, and Redis is restarted: nothing stored is lost", { timeout: 120_000 }, () =>
  scene(async ({ redis, one, other, conversation, visitor, clients }) => {
    const [, ...there] = clients;
    const stored = [];
    const posting = [];
    for (const [node, name] of [[one, "a"], [one, "b"], [other, "c"], [other, "d"]]) {
      posting.push(post(node, visitor, conversation, name, node === one ? 100_000 : 300, stored));
    }
    await until("some messages", () => stored.length > 200);
    await redis.kill();
    await until("more messages", () => stored.length > 400);
    await one.kill();
    await until("yet more messages", () => stored.length > 500);
    redis.start();
    await Promise.all(posting);
    for (const client of there) {
      await until("every message", () => stored.every((text) => texts(client).includes(text)), 60_000);
      assert.deepEqual(texts(client), texts(there[0]));
      assert.equal(new Set(texts(client)).size, texts(client).length, "nothing comes twice");
    }
    // What was stored and could not be answered any more came, too: at most the one message that each of the two was at.
    assert.ok(texts(there[0]).length - stored.length <= 2);
  }));
