// All five catalogues from one mock: what it sends by itself, what it answers, who is let in.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { contract, systems } from "../server/contracts.js";
import { until, within } from "../server/support.js";
import { mock } from "./support.js";

/** What clients of each system send, with payloads that fit: what they join, so that they hear everything. */
const joining = {
  chatflow: [],
  gochat: [
    ["conversation.join", { conversation_id: "conv-id-456" }],
    ["user.status.subscribe", { user_id: "somebody" }],
  ],
  hiwwer: [
    ["order.join", { order_id: "order_1" }],
    ["dispute.join", { dispute_id: "dispute_1" }],
    ["user.watch", { user_id: "usr_9" }],
  ],
  leads: [["room:join", { room_id: "room_1" }]],
  mechamap: ["thread.456", "forum.1", "marketplace.global", "product.1", "showcase.1", "conversation.1"].map((channel) => [
    "join_channel",
    channel,
  ]),
};

/** What comes only as an answer to a client. */
const answers = (system) => {
  const events = Object.values(contract(system).events);
  return new Set([...events.map((event) => event.answer).filter(Boolean), "error"]);
};

const isPlain = (system) => system === "gochat";

describe("a mock of all catalogues", () => {
  let server;
  before(async () => {
    server = await mock({ args: ["--rate", "150/s"] });
  });
  after(() => server?.stop());

  const connect = async (system, token = "ada", options = {}) =>
    isPlain(system) ? server.plain(system, `/ws/user?token=${token}`) : server.connect(system, token, options);

  for (const system of systems) {
    test(`every event of ${system} comes, and fits its schema`, { timeout: 120_000 }, async () => {
      const client = await connect(system);
      const { events } = contract(system);
      for (const [name, payload] of joining[system]) {
        assert.ok(events[name], name);
        client.send(name, payload);
      }
      const expected = Object.keys(events).filter(
        (name) => events[name].direction !== "client-to-server" && !answers(system).has(name),
      );
      await until(
        `every event of ${system}`,
        () => expected.every((name) => client.frames.some((frame) => frame.name === name)) || undefined,
        60_000,
      ).catch((error) => {
        const missing = expected.filter((name) => !client.frames.some((frame) => frame.name === name));
        throw new Error(`${error.message}: ${missing}`);
      });
      client.close();
      client.check();
    });
  }

  test("what a client sends is acknowledged as the contract says", { timeout: 60_000 }, async () => {
    const hiwwer = await connect("hiwwer");
    const joined = await hiwwer.ask("order.join", { order_id: "order_77" });
    assert.equal(joined.success ?? true, true);
    const mechamap = await connect("mechamap", "7", { transport: "polling" });
    assert.equal((await mechamap.ask("join_channel", "thread.77")).success, true);
    const { catalogues } = await server.state();
    const channels = catalogues.find(({ catalogue }) => catalogue === "mechamap").clients.find(({ user }) => user === "7").channels;
    assert.ok(channels.includes("thread.77") && channels.includes("user.7"), channels);
    hiwwer.close();
    mechamap.close();
  });

  test("what is answered by an event is", { timeout: 60_000 }, async () => {
    const gochat = await connect("gochat");
    gochat.send("ping");
    await gochat.next("pong");
    gochat.send("conversation.join", { conversation_id: "conv_9" });
    assert.equal((await gochat.next("conversation.joined")).conversation_id, "conv_9");
    gochat.close();
  });

  test("what does not fit is refused, with the field", { timeout: 60_000 }, async () => {
    const chatflow = await connect("chatflow");
    chatflow.send("visitor.typing", { conversation_id: "conv_1", is_typing: "yes" });
    const refusal = await chatflow.next("hub:error");
    assert.deepEqual([refusal.code, refusal.event, refusal.field], ["invalid_payload", "visitor.typing", "is_typing"]);
    chatflow.send("conversation.new_message", {});
    assert.match((await chatflow.next("hub:error", ({ event }) => event === "message.new" || event === "conversation.new_message")).message, /message\.new/);
    const gochat = await connect("gochat");
    gochat.send("message.send", { conversation_id: "c", content: "Hi" });
    const failed = await gochat.nextFrame("error", (_, { frame }) => frame.error?.type === "message.send");
    assert.deepEqual([failed.frame.success, failed.frame.error.code], [false, "through_rest"]);
    const mechamap = await connect("mechamap", "7");
    assert.equal((await mechamap.ask("join_channel", "no.such.channel")).success, false);
    for (const client of [chatflow, gochat, mechamap]) client.close();
  });
});

test("typing goes to the others, a request's events to everybody", { timeout: 60_000 }, async () => {
  const server = await mock({ systems: ["chatflow"], args: ["--quiet"] });
  try {
    const [one, other] = [await server.connect("chatflow", "vis_1"), await server.connect("chatflow", "agent_1")];
    one.send("visitor.typing", { conversation_id: "conv_456", is_typing: true });
    assert.deepEqual(await other.next("visitor.typing"), { conversation_id: "conv_456", is_typing: true });
    const posted = await server.post("/messages", { conversation_id: "conv_456", text: "Hello!", client_id: "draft_1" }, "vis_1");
    assert.equal(posted.status, 201);
    const heard = await one.next("message.new");
    assert.deepEqual(heard, posted.body);
    assert.equal(heard.text, "Hello!");
    const sent = await one.next("message.sent");
    assert.deepEqual([sent.id, sent.client_id, sent.timestamp], [heard.id, "draft_1", heard.timestamp]);
    assert.deepEqual(await other.next("message.new"), heard);
    assert.deepEqual(one.all("visitor.typing"), []);
    const wrong = await server.post("/messages", { conversation_id: "conv_456", text: 7 });
    assert.deepEqual([wrong.status, wrong.body.field], [422, "text"]);
    assert.equal((await server.post("/messages", "[1]")).status, 400);
  } finally {
    await server.stop();
  }
});

test("the same seed gives the same run, and another another", { timeout: 120_000 }, async () => {
  const run = async (seed) => {
    const server = await mock({ systems: ["chatflow"], args: ["--rate", "200/s", "--seed", String(seed)] });
    try {
      const client = await server.connect("chatflow", "ada");
      // Events of another priority are batched: the order is that of each priority.
      const order = (priority) =>
        client.frames.filter(({ name }) => contract("chatflow").events[name]?.priority === priority).slice(0, 10).map(({ name, payload }) => [name, payload]);
      const priorities = ["high", "normal"];
      await until("ten events of each", () => priorities.every((priority) => order(priority).length === 10));
      return priorities.map(order);
    } finally {
      await server.stop();
    }
  };
  const [first, again, other] = [await run(7), await run(7), await run(8)];
  assert.deepEqual(first, again);
  assert.notDeepEqual(first, other);
});

test("only the token that was named is good", { timeout: 60_000 }, async () => {
  const server = await mock({ systems: ["chatflow"], args: ["--quiet", "--token", "sesame"] });
  try {
    await assert.rejects(server.connect("chatflow", "wrong"), /token not valid/);
    await assert.rejects(server.connect("chatflow", undefined), /token not valid/);
    await server.connect("chatflow", "sesame");
    assert.equal((await server.post("/messages", { conversation_id: "c", text: "x" })).status, 401);
    assert.equal((await server.post("/messages", { conversation_id: "c", text: "x" }, "sesame")).status, 201);
  } finally {
    await server.stop();
  }
});

test("it ends as a server does", { timeout: 60_000 }, async () => {
  const server = await mock({ systems: ["gochat"], args: ["--quiet"] });
  const client = await server.plain("gochat", "/ws/user?token=ada");
  await client.next("connect");
  server.child.kill("SIGTERM");
  assert.equal((await client.closed).code, 4001);
  assert.equal(await within("the end", (resolve) => server.exited.then(resolve)), 0);
});
