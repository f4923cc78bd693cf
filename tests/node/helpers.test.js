// The helpers of the package, over real sockets of Socket.IO: what they hear, and above all how they end.

import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { createServer } from "node:http";
import { after, before, beforeEach, afterEach, test } from "node:test";

import { Server } from "socket.io";
import { io } from "socket.io-client";

import * as chatflow from "../../generated/typescript/chatflow.js";
import * as gochat from "../../generated/typescript/gochat.js";
import * as hiwwer from "../../generated/typescript/hiwwer.js";
import * as leads from "../../generated/typescript/leads.js";
import * as mechamap from "../../generated/typescript/mechamap.js";

const message = (n) => ({ id: `msg_${n}`, conversation_id: "conv_456", sender: "visitor", text: `${n}`, timestamp: "2026-02-12T10:30:00Z" });

let http, server, socket, peer;

before(async () => {
  http = createServer();
  server = new Server(http);
  http.listen(0);
  await once(http, "listening");
});

after(() => server.close());

beforeEach(async () => {
  const connected = once(server, "connection");
  socket = io(`http://localhost:${http.address().port}`, { transports: ["websocket"], forceNew: true, reconnection: false });
  [peer] = await connected;
  if (!socket.connected) await once(socket, "connect");
});

afterEach(() => socket.close());

/** Everything that the server has sent before has been heard. */
const settled = () => new Promise((resolve) => peer.emit("settle", resolve)).then(() => {});

/** What listens to an event on the socket. */
const listeners = (event) => socket.listeners(event).length;

const settling = () => socket.on("settle", (ack) => ack());

test("`once` hears one event, and takes itself back", async () => {
  settling();
  const heard = [];
  chatflow.once(socket, "message.new", (payload) => heard.push(payload.text));
  peer.emit("message.new", message(1));
  peer.emit("message.new", message(2));
  await settled();
  assert.deepEqual(heard, ["1"]);
  assert.equal(listeners("message.new"), 0);
  chatflow.once(socket, "message.new", () => assert.fail("it was taken back"))();
  peer.emit("message.new", message(3));
  await settled();
});

test("`waitFor` gives the first payload that fits", async () => {
  const waiting = chatflow.waitFor(socket, "message.new", { where: ({ text }) => text === "2" });
  for (const n of [1, 2, 3]) peer.emit("message.new", message(n));
  assert.deepEqual(await waiting, message(2));
  assert.equal(listeners("message.new"), 0);
});

test("`waitFor` ends at its time-out, and names the event and the time", async () => {
  await assert.rejects(chatflow.waitFor(socket, "message.new", { timeout: 20 }), (error) => {
    assert.ok(error instanceof chatflow.TimeoutError);
    assert.deepEqual([error.name, error.event, error.timeout], ["TimeoutError", "message.new", 20]);
    assert.equal(error.message, "`message.new` was waited for in vain: 20 ms");
    return true;
  });
  assert.equal(listeners("message.new"), 0);
});

test("`waitFor` ends with its signal, before and meanwhile", async () => {
  const stop = new AbortController();
  const waiting = chatflow.waitFor(socket, "message.new", { signal: stop.signal, timeout: Infinity });
  stop.abort(new Error("the page was closed"));
  await assert.rejects(waiting, /the page was closed/);
  await assert.rejects(chatflow.waitFor(socket, "message.new", { signal: stop.signal }), /the page was closed/);
  assert.equal(listeners("message.new"), 0);
});

test("a failure of the predicate is the failure of `waitFor`", async () => {
  const waiting = chatflow.waitFor(socket, "message.new", { where: ({ nothing }) => nothing.there });
  peer.emit("message.new", message(1));
  await assert.rejects(waiting, TypeError);
  assert.equal(listeners("message.new"), 0);
});

test("`events` loses nothing between two turns, and leaving the loop ends it", async () => {
  settling();
  const reading = chatflow.events(socket, "message.new");
  // Nobody reads yet.
  for (let n = 1; n <= 50; n += 1) peer.emit("message.new", message(n));
  await settled();
  const heard = [];
  for await (const { text } of reading) {
    heard.push(Number(text));
    if (heard.length === 50) for (let n = 51; n <= 60; n += 1) peer.emit("message.new", message(n));
    if (heard.length === 60) break;
    await new Promise(setImmediate);
  }
  assert.deepEqual(heard, Array.from({ length: 60 }, (_, at) => at + 1));
  assert.equal(listeners("message.new"), 0);
});

test("`events` ends when too much waits: what waits is read first", async () => {
  settling();
  const reading = chatflow.events(socket, "message.new", { limit: 3 });
  for (const n of [1, 2, 3, 4]) peer.emit("message.new", message(n));
  await settled();
  assert.equal(listeners("message.new"), 0);
  const heard = [];
  const read = async () => {
    for await (const { text } of reading) heard.push(text);
  };
  await assert.rejects(read(), { name: "OverflowError", event: "message.new", limit: 3 });
  assert.deepEqual(heard, ["1", "2", "3"]);
  assert.deepEqual(await reading.next(), { done: true, value: undefined });
});

test("`events` ends with its signal, also for who waits", async () => {
  const stop = new AbortController();
  const reading = chatflow.events(socket, "message.new", { signal: stop.signal });
  const next = [reading.next(), reading.next()];
  stop.abort();
  assert.deepEqual(await Promise.all(next), Array(2).fill({ done: true, value: undefined }));
  const late = chatflow.events(socket, "message.new", { signal: stop.signal });
  assert.equal((await late.next()).done, true);
  assert.equal(listeners("message.new"), 0);
});

test("`await using` takes `events` back", { skip: Symbol.asyncDispose === undefined }, async () => {
  const reading = chatflow.events(socket, "message.new");
  assert.equal(listeners("message.new"), 1);
  await reading[Symbol.asyncDispose]();
  assert.equal(listeners("message.new"), 0);
  const other = chatflow.events(socket, "message.new");
  await assert.rejects(other.throw(new Error("mine")), /mine/);
  assert.equal(listeners("message.new"), 0);
});

test("out of an envelope comes the payload, for every helper", async () => {
  const envelope = (stock) => ({ event: "marketplace.stock.updated", data: { product_id: 1, new_stock: stock }, timestamp: "2026-02-12T10:30:00Z" });
  const heard = [];
  mechamap.once(socket, "marketplace.stock.updated", (...args) => heard.push(args));
  const reading = mechamap.events(socket, "marketplace.stock.updated");
  const waiting = mechamap.waitFor(socket, "marketplace.stock.updated", {
    where: ({ new_stock }, { timestamp }) => new_stock === 2 && timestamp !== undefined,
  });
  peer.emit("marketplace.stock.updated", envelope(1));
  peer.emit("marketplace.stock.updated", envelope(2));
  assert.deepEqual(await waiting, envelope(2).data);
  assert.deepEqual(heard, [[envelope(1).data, envelope(1)]]);
  assert.deepEqual((await reading.next()).value, envelope(1).data);
  await reading.return();
});

test("`request` gives the answer, or what the server said instead", async () => {
  peer.on("order.join", ({ order_id }, ack) => {
    if (order_id === "refused") ack({ error: { code: "rate_limited", message: "too many events", retry_after: 1500, event: "order.join" } });
    else if (order_id === "field") ack({ error: { code: "invalid_payload", message: "expected a string", field: "order_id" } });
    else if (order_id !== "silent") ack({ success: order_id === "own", error: order_id === "own" ? undefined : "forbidden" });
  });
  assert.deepEqual(await hiwwer.request(socket, "order.join", { order_id: "own" }), { success: true });
  // A no of the contract's own is an answer like any other.
  assert.deepEqual(await hiwwer.request(socket, "order.join", { order_id: "other" }), { success: false, error: "forbidden" });
  await assert.rejects(hiwwer.request(socket, "order.join", { order_id: "refused" }), (error) => {
    assert.ok(error instanceof hiwwer.RefusedError);
    assert.deepEqual([error.event, error.code, error.retryAfter, error.field], ["order.join", "rate_limited", 1500, undefined]);
    assert.equal(error.message, "`order.join` was refused: too many events");
    return true;
  });
  await assert.rejects(hiwwer.request(socket, "order.join", { order_id: "field" }), {
    field: "order_id",
    message: "`order.join` was refused: `order_id`: expected a string",
  });
  await assert.rejects(hiwwer.request(socket, "order.join", { order_id: "silent" }, { timeout: 20 }), { name: "TimeoutError", timeout: 20 });
  const stop = new AbortController();
  const waiting = hiwwer.request(socket, "order.join", { order_id: "silent" }, { signal: stop.signal });
  stop.abort(new Error("enough"));
  await assert.rejects(waiting, /enough/);
});

test("`request` tells when the connection is lost before the answer", async () => {
  peer.on("order.join", () => peer.disconnect(true));
  const waiting = hiwwer.request(socket, "order.join", { order_id: "x" });
  await assert.rejects(waiting, { name: "DisconnectedError", event: "order.join" });
});

test("what was not sent in time is not sent later", async () => {
  const address = `http://localhost:${http.address().port}`;
  const other = io(address, { transports: ["websocket"], forceNew: true, autoConnect: false });
  try {
    await assert.rejects(hiwwer.request(other, "order.join", { order_id: "x" }, { timeout: 10 }), { name: "TimeoutError" });
    const connection = once(server, "connection");
    other.connect();
    const [there] = await connection;
    const heard = [];
    there.onAny((event) => heard.push(event));
    if (!other.connected) await once(other, "connect");
    await new Promise((resolve) => {
      there.on("settled", resolve);
      other.emit("settled");
    });
    assert.deepEqual(heard, ["settled"]);
  } finally {
    other.close();
  }
});

test("`join` and `leave` say what the contract says, by the channel's parameters", async () => {
  const heard = [];
  peer.onAny((event, ...args) => {
    const ack = typeof args.at(-1) === "function" ? args.pop() : undefined;
    heard.push([event, ...args]);
    ack?.({ success: true });
  });
  assert.deepEqual(await hiwwer.join(socket, hiwwer.channels.order({ order_id: "a/b" })), { success: true });
  await hiwwer.leave(socket, hiwwer.channels.order({ order_id: "a/b" }));
  await hiwwer.join(socket, hiwwer.channels.presence({ user_id: "usr_9" }));
  // Where the contract has one event for all channels, it carries the address.
  await mechamap.join(socket, mechamap.channels.thread({ thread_id: 456 }));
  await leads.join(socket, leads.channels.room({ room_id: "r" }));
  assert.deepEqual(heard, [
    ["order.join", { order_id: "a/b" }],
    ["order.leave", { order_id: "a/b" }],
    ["user.watch", { user_id: "usr_9" }],
    ["join_channel", "thread.456"],
    ["room:join", { room_id: "r" }],
  ]);
  assert.equal(chatflow.join, undefined);
  assert.equal(mechamap.leave, undefined);
});

test("`join` rejects where nobody is let in, in whose words that may be said", async () => {
  peer.on("order.join", (_, ack) => ack({ success: false, error: "forbidden" }));
  peer.on("room:join", (_, ack) => ack({ error: { code: "denied", message: "may not enter this channel" } }));
  await assert.rejects(hiwwer.join(socket, hiwwer.channels.order({ order_id: "x" })), (error) => {
    assert.ok(error instanceof hiwwer.RefusedError);
    assert.deepEqual([error.code, error.answer], ["forbidden", { success: false, error: "forbidden" }]);
    return true;
  });
  await assert.rejects(leads.join(socket, leads.channels.room({ room_id: "r" })), { name: "RefusedError", code: "denied" });
  await assert.rejects(hiwwer.join(socket, "moderators"), /no event of the contract is there to join `moderators`/);
  await assert.rejects(hiwwer.join(socket, "nowhere"), /no event of the contract is there to join `nowhere`/);
});

test("where the contract promises no answer, silence is no refusal", async () => {
  assert.equal(await leads.join(socket, leads.channels.room({ room_id: "r" }), { timeout: 20 }), undefined);
  socket.disconnect();
  await assert.rejects(leads.join(socket, leads.channels.room({ room_id: "r" }), { timeout: 20 }), { name: "DisconnectedError" });
});

test("over a plain WebSocket the client knows what answers, and fails in the same words", async () => {
  const asked = [];
  const client = Object.assign(new EventEmitter(), {
    connected: true,
    request: async (event, payload, options) => {
      asked.push([event, payload, options]);
      if (payload.conversation_id === "refused") throw new gochat.RefusedError(event, { code: "not_a_member", message: "no" });
      return { conversation_id: payload.conversation_id, success: true };
    },
  });
  const join = (conversation_id) => gochat.join(client, gochat.channels.conversation({ conversation_id }), { timeout: 5 });
  assert.deepEqual(await join("fine"), { conversation_id: "fine", success: true });
  assert.deepEqual(asked, [["conversation.join", { conversation_id: "fine" }, { timeout: 5 }]]);
  await assert.rejects(join("refused"), { name: "RefusedError", code: "not_a_member" });
  const left = once(client, "conversation.leave");
  await gochat.leave(client, gochat.channels.conversation({ conversation_id: "fine" }));
  assert.deepEqual(await left, [{ conversation_id: "fine" }]);
});

test("who was refused for now dials once, and not at all where it was let in before", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let dials = 0;
  const bare = Object.assign(new EventEmitter(), {
    io: { reconnectionDelay: () => 1000 },
    onAny: () => {},
    offAny: () => {},
    connect: () => {
      dials += 1;
    },
  });
  const recovery = chatflow.recoverable(bare);
  const refuse = () => bare.emit("connect_error", Object.assign(new Error("full"), { data: { come_back: 50 } }));
  refuse();
  refuse();
  t.mock.timers.tick(50);
  assert.equal(dials, 1);
  refuse();
  bare.emit("connect");
  t.mock.timers.tick(50);
  refuse();
  recovery.stop();
  t.mock.timers.tick(50);
  assert.equal(dials, 1);
});

test("`warnings` says once what a compiler would have said, and gives the socket back as it was", () => {
  class Bare extends EventEmitter {
    onAny(listener) {
      this.any = listener;
    }
    offAny() {
      this.any = undefined;
    }
  }
  const bare = new Bare();
  const said = [];
  const stop = leads.warnings(bare, { warn: (text) => said.push(text) });
  bare.on("room:new_message", () => {});
  bare.on("new_room_with_message", () => {});
  bare.on("connect", () => {});
  bare.on("hub:error", () => {});
  for (let again = 0; again < 2; again += 1) bare.emit("room:joyn", {});
  bare.any("newer_than_this");
  bare.emit("hub:contract", { version: leads.version, fingerprint: leads.fingerprint });
  bare.emit("hub:contract", { version: "2.0.0", fingerprint: "feedfeedfeedfeed" });
  assert.deepEqual(said, [
    "leads: `room:new_message` ends on 2027-03-01: use `new_message`",
    "leads: `new_room_with_message` is called `new_room_complete`",
    "leads: clients send no event of this name: `room:joyn`",
    "leads: the server sent an event that is not in the contract: `newer_than_this`",
    `leads: the server serves version 2.0.0 (feedfeedfeedfeed), and this was built with ${leads.version} (${leads.fingerprint})`,
  ]);
  stop();
  assert.deepEqual([Object.keys(bare).includes("on"), bare.any, bare.listenerCount("hub:contract")], [false, undefined, 0]);
});
