// What the client hears and sends: listeners, the queue, requests and their answers, positions, the token, and servers that mean ill.

import assert from "node:assert/strict";
import { test } from "node:test";

import { DisconnectedError, RefusedError, TimeoutError, request } from "../../../generated/typescript/gochat.js";
import { NotSentError, connect } from "../../../generated/typescript/gochat/client.js";
import { connectTo } from "../../../generated/typescript/internal/client/client.js";
import { World, settled } from "./world.js";

/** A client in a world of its own, with what was dropped and what nobody expected. */
async function begin(options = {}) {
  const world = new World();
  const [dropped, others] = [[], []];
  const client = connect("https://chat.example", {
    WebSocket: world.WebSocket,
    world,
    token: () => "token",
    dropped: ({ event, reason }) => dropped.push([event, reason]),
    otherwise: (incoming) => others.push(incoming),
    ...options,
  });
  await settled();
  return { client, world, dropped, others };
}

/** The same, connected. */
async function connected(options) {
  const all = await begin(options);
  all.world.socket.greet();
  return all;
}

const typing = { conversation_id: "1", is_typing: true };
const reading = (message_id) => ({ conversation_id: "1", message_id });
const ids = (socket) => socket.sent.map(({ data }) => data?.message_id);

// ---- Listening

test("listeners hear the payload and what lies beside it, in their order, until they are taken away", async () => {
  const { client, world } = await connected();
  const heard = [];
  const hear = (name) => (payload, meta) => heard.push([name, payload.user_id, meta.timestamp]);
  const [a, b] = [hear("a"), hear("b")];
  assert.equal(client.on("user.status", a).once("user.status", b), client);
  world.socket.say("user.status", { user_id: "1" }, { timestamp: "now" });
  world.socket.say("user.status", { user_id: "2" });
  client.off("user.status", a);
  world.socket.say("user.status", { user_id: "3" });
  assert.deepEqual(heard, [["a", "1", "now"], ["b", "1", "now"], ["a", "2", undefined]]);
  // `once` is taken away by what it was given; `off` of a name takes all.
  client.once("user.status", b).off("user.status", b).on("user.status", a).on("user.status", b).off("user.status");
  world.socket.say("user.status", { user_id: "4" });
  assert.equal(heard.length, 3);
});

test("who listens to all hears the names", async () => {
  const { client, world } = await connected();
  const heard = [];
  const hear = (...all) => heard.push(all.slice(0, 2));
  client.onAny(hear);
  world.socket.say("user.status", { user_id: "1" }).say("pong").say("hub:dropped", { events: { "message.typing": 2 } });
  client.offAny(hear);
  world.socket.say("user.status", { user_id: "2" });
  assert.deepEqual(heard, [["user.status", { user_id: "1" }], ["pong", { type: "pong" }], ["hub:dropped", { events: { "message.typing": 2 } }]]);
});

test("a listener that throws keeps nothing from the others", async () => {
  const { client, world } = await connected();
  const [heard, reported] = [[], []];
  globalThis.reportError = (error) => reported.push(error.message);
  try {
    client.on("user.status", () => {
      throw new Error("mine");
    });
    client.on("user.status", ({ user_id }) => heard.push(user_id));
    world.socket.say("user.status", { user_id: "1" }).say("user.status", { user_id: "2" });
  } finally {
    delete globalThis.reportError;
  }
  assert.deepEqual([heard, reported], [["1", "2"], ["mine", "mine"]]);
});

test("a name that is not in the contract is a mistake, whoever makes it", async () => {
  const { client } = await connected();
  assert.throws(() => client.on("message.recieve", () => {}), new TypeError("`message.recieve` is no event that the server sends in `gochat`"));
  assert.throws(() => client.once("message.active", () => {}), TypeError);
  assert.throws(() => client.emit("message.send", {}), new TypeError("`message.send` is no event that clients send in `gochat`"));
  await assert.rejects(client.request("message.typing", typing), new TypeError("`message.typing` is answered by no event: send it with `emit`"));
});

test("a name that is called otherwise is told what it is called, and a frame that is too large is not sent", async () => {
  const wire = { name: "n", payload: "p", names: new Set(["b.heard"]), withoutPayload: new Set(), sentWithoutPayload: new Set() };
  const contract = { name: "bare", wire, sends: ["b.said"], aliases: { "a.heard": "b.heard", "a.said": "b.said" }, fingerprint: "f", limits: { frameBytes: 50 } };
  const world = new World();
  const dropped = [];
  const client = connectTo(contract, "ws://localhost", { WebSocket: world.WebSocket, world, dropped: ({ reason }) => dropped.push(reason) });
  assert.throws(() => client.on("a.heard", () => {}), new TypeError("`a.heard` is no event that the server sends in `bare`: it is called `b.heard`"));
  assert.throws(() => client.emit("a.said"), new TypeError("`a.said` is no event that clients send in `bare`: it is called `b.said`"));
  assert.deepEqual([client.emit("b.said", "x".repeat(20)), client.emit("b.said", "é".repeat(20))], ["queued", "refused"]);
  assert.deepEqual(dropped, ["too_big"]);
  client.close();
});

// ---- Sending

test("what is sent lies in the contract's envelope", async () => {
  const { client, world } = await connected();
  assert.equal(client.emit("message.typing", typing), "sent");
  assert.equal(client.emit("message.typing", typing, { timestamp: "now" }), "sent");
  assert.equal(client.emit("disconnect"), "sent");
  assert.deepEqual(world.socket.sent, [
    { type: "message.typing", data: typing },
    { type: "message.typing", timestamp: "now", data: typing },
    { type: "disconnect" },
  ]);
});

test("what cannot be sent yet waits, and goes in its order", async () => {
  const { client, world, dropped } = await begin();
  assert.equal(client.emit("message.read", reading("1")), "queued");
  world.socket.open();
  // Until the server has said something it may still refuse the connection.
  assert.equal(client.emit("message.read", reading("2")), "queued");
  assert.deepEqual([client.queued, world.socket.sent], [2, []]);
  world.socket.say("connect", { message: "", client_id: "c" });
  assert.equal(client.emit("message.read", reading("3")), "sent");
  world.socket.end();
  assert.equal(client.emit("message.read", reading("4")), "queued");
  await world.pass(1000);
  world.socket.greet();
  assert.deepEqual(world.sockets.map(ids), [["1", "2", "3"], ["4"]]);
  assert.deepEqual([dropped, client.queued], [[], 0]);
});

test("a connection that is about to end is sent nothing", async () => {
  const { client, world } = await connected();
  world.socket.readyState = 2;
  assert.equal(client.emit("message.read", reading("1")), "queued");
});

test("what is out of date is dropped, and said to be", async () => {
  const { client, world, dropped } = await begin();
  client.emit("message.typing", typing);
  client.emit("message.read", reading("1"));
  await world.pass(4999);
  assert.deepEqual(dropped, []);
  await world.pass(1);
  assert.deepEqual(dropped, [["message.typing", "stale"]]);
  world.socket.end();
  await world.pass(54_999);
  assert.equal(client.queued, 1);
  await world.pass(1);
  assert.deepEqual(dropped[1], ["message.read", "stale"]);
});

test("no more waits than may, and what is too much is refused", async () => {
  const { client, dropped } = await begin({ queue: { most: 2 } });
  const fates = [1, 2, 3].map((id) => client.emit("message.read", reading(`${id}`)));
  assert.deepEqual(fates, ["queued", "queued", "refused"]);
  assert.deepEqual(dropped, [["message.read", "full"]]);
});

test("closing drops what waits, and a closed client takes nothing", async () => {
  const { client, dropped } = await begin();
  client.emit("message.read", reading("1"));
  client.close();
  assert.equal(client.emit("message.read", reading("2")), "refused");
  assert.deepEqual(dropped, [["message.read", "closed"], ["message.read", "closed"]]);
});

test("the contract's limit is kept: what would be refused goes a little later", async () => {
  const { client, world, dropped } = await connected();
  const fates = Array.from({ length: 70 }, (_, at) => client.emit("message.read", reading(`${at}`)));
  assert.equal(fates.filter((fate) => fate === "sent").length, 57);
  await world.pass(10_000);
  assert.ok(world.socket.sent.length >= 65 && world.socket.sent.length <= 67, `${world.socket.sent.length}`);
  await world.pass(10_000);
  assert.deepEqual(ids(world.socket), Array.from({ length: 70 }, (_, at) => `${at}`));
  // A connection of its own has a limit of its own.
  world.socket.end();
  await world.pass(1000);
  world.socket.greet();
  assert.equal(client.emit("message.read", reading("x")), "sent");
  assert.deepEqual(dropped, []);
});

test("a socket that does not get rid of what it has is given no more", async () => {
  const { client, world } = await connected();
  world.socket.bufferedAmount = 100_000;
  assert.equal(client.emit("message.read", reading("1")), "queued");
  assert.equal(client.emit("message.read", reading("2")), "queued");
  await world.pass(500);
  assert.deepEqual(world.socket.sent, []);
  world.socket.bufferedAmount = 0;
  await world.pass(50);
  assert.deepEqual(ids(world.socket), ["1", "2"]);
});

// ---- Asking

test("an answer goes to who asked for it", async () => {
  const { client, world } = await connected();
  const heard = [];
  client.on("user.status", ({ user_id }) => heard.push(user_id));
  const ask = (user_id, options) => client.request("user.status.subscribe", { user_id }, options);
  const answers = Promise.all([ask("a"), ask("b"), ask("a"), ask("x", { fits: ({ user_id }) => user_id === "y" })]);
  for (const user_id of ["other", "b", "y", "a", "a"]) world.socket.say("user.status", { user_id });
  assert.deepEqual((await answers).map(({ user_id }) => user_id), ["a", "b", "a", "y"]);
  assert.deepEqual(heard, ["other", "b", "y", "a", "a"], "listeners hear what they would hear anyway");
  const pong = client.request("ping");
  world.socket.say("pong", undefined, { timestamp: "now" });
  assert.equal(await pong, undefined);
  const list = client.request("conversation.load", { meta: { timestamp: "then" } });
  assert.deepEqual(world.socket.sent.at(-1), { type: "conversation.load", timestamp: "then" });
  world.socket.say("conversation.list", []);
  assert.deepEqual(await list, []);
});

test("a request waits for the connection, and not for longer than it may", async () => {
  const { client, world, dropped } = await begin();
  const late = client.request("conversation.join", { conversation_id: "1" }, { timeout: 100 });
  const joined = client.request("conversation.join", { conversation_id: "2" });
  const failed = assert.rejects(late, (error) => error instanceof TimeoutError && error.event === "conversation.join" && error.timeout === 100);
  await world.pass(100);
  await failed;
  world.socket.greet();
  assert.deepEqual(world.socket.sent, [{ type: "conversation.join", data: { conversation_id: "2" } }], "what nobody waits for is not sent");
  world.socket.say("conversation.joined", { conversation_id: "2", success: true });
  assert.equal((await joined).success, true);
  assert.deepEqual(dropped, []);
});

test("a request that was sent over a connection that is lost fails, and says so", async () => {
  const { client, world } = await connected();
  const asked = client.request("conversation.load");
  world.socket.end();
  await assert.rejects(asked, (error) => error instanceof DisconnectedError && error.event === "conversation.load");
  client.close();
  await assert.rejects(client.request("conversation.load"), (error) => error instanceof NotSentError && error.reason === "closed");
});

test("a request can be taken back", async () => {
  const { client, world } = await begin();
  const control = new AbortController();
  const asked = client.request("conversation.load", { signal: control.signal });
  control.abort(new Error("never mind"));
  await assert.rejects(asked, { message: "never mind" });
  await assert.rejects(client.request("conversation.load", { signal: control.signal }), { message: "never mind" });
  world.socket.greet();
  assert.deepEqual(world.socket.sent, []);
});

test("the package's own helper asks just so", async () => {
  const { client, world } = await connected();
  const joined = request(client, "conversation.join", { conversation_id: "1" }, { timeout: 1000 });
  world.socket.say("conversation.joined", { conversation_id: "1", success: true });
  assert.equal((await joined).success, true);
  const late = assert.rejects(request(client, "ping", undefined, { timeout: 1000 }), TimeoutError);
  await world.pass(1000);
  await late;
});

test("a refusal goes to who asked, in the contract's words or in the hub's; else to its listeners", async () => {
  const { client, world, others } = await connected();
  const failure = { code: "not_a_member", message: "you are not in it", type: "conversation.join" };
  const join = () => client.request("conversation.join", { conversation_id: "1" });
  let asked = join();
  world.socket.say("error", undefined, { success: false, error: failure });
  await assert.rejects(asked, (error) => error instanceof RefusedError && error.code === "not_a_member" && error.answer.type === "conversation.join");
  asked = join();
  const refusal = { code: "denied", message: "no", event: "conversation.join" };
  world.socket.say("hub:error", refusal);
  await assert.rejects(asked, { name: "RefusedError", code: "denied", message: "`conversation.join` was refused: no" });
  assert.deepEqual(others, []);
  // Nobody asked and nobody listens: it is not swallowed.
  world.socket.say("hub:error", refusal).say("error", undefined, { error: failure });
  assert.deepEqual(others.map(({ kind, frame }) => [kind, frame.type]), [["unknown", "hub:error"], ["error", "error"]]);
  const heard = [];
  client.on("error", ({ error }) => heard.push(error.code)).on("hub:error", ({ code }) => heard.push(code));
  world.socket.say("hub:error", refusal).say("error", undefined, { error: failure });
  assert.deepEqual(heard, ["denied", "not_a_member"]);
  assert.equal(others.length, 2);
});

// ---- Coming back to where it was

/** Where the client says that it was, on the dial that was the last. */
const asked = (world) => JSON.parse(world.socket.url.searchParams.get("recover"));

test("positions are kept, asked for, and what became of them is told", async () => {
  const told = [];
  const { client, world } = await connected({
    recovered: (channel) => told.push(["recovered", channel]),
    startOver: (channel) => told.push(["start over", channel]),
  });
  assert.deepEqual(asked(world), {});
  world.socket.say("hub:position", { channel: "*", position: "0.e" });
  world.socket.say("hub:position", { channel: "conversation.1", position: "7.e" });
  world.socket.say("message.delete", { conversation_id: "1", message_id: "m" }, { position: "8.e@conversation.1" });
  assert.deepEqual(client.positions(), { "*": "0.e", "conversation.1": "8.e" });
  world.socket.end();
  await world.pass(1000);
  assert.deepEqual(asked(world), { "*": "0.e", "conversation.1": "8.e" });
  world.socket.greet();
  world.socket.say("hub:position", { channel: "*", position: "0.e", recovered: true });
  world.socket.say("hub:position", { channel: "conversation.1", position: "2.f", recovered: false });
  assert.deepEqual(told, [["recovered", "*"], ["start over", "conversation.1"]]);
  assert.deepEqual(client.positions(), { "*": "0.e", "conversation.1": "2.f" });
});

test("a channel that the client leaves, or has to leave, is not asked for", async () => {
  const { client, world } = await connected();
  const enter = (id) => world.socket.say("hub:position", { channel: `conversation.${id}`, position: "1.e" });
  for (const id of [1, 2, 3, 4]) enter(id);
  client.emit("conversation.leave", { conversation_id: "1" });
  // What was on its way still comes.
  world.socket.say("message.delete", { conversation_id: "1", message_id: "m" }, { position: "2.e@conversation.1" });
  enter(1);
  world.socket.say("hub:left", { channel: "conversation.2", code: "denied" });
  client.forget("conversation.3");
  assert.deepEqual(Object.keys(client.positions()), ["conversation.4"]);
  // Who comes in again is in again.
  client.emit("conversation.join", { conversation_id: "1" });
  enter(1);
  world.socket.end();
  await world.pass(1000);
  assert.deepEqual(Object.keys(asked(world)), ["conversation.4", "conversation.1"]);
});

test("more channels than a server takes are not asked for, and that is told", async () => {
  const told = [];
  const positions = Object.fromEntries(Array.from({ length: 1002 }, (_, at) => [`conversation.${at}`, "1.e"]));
  const { world } = await begin({ positions, startOver: (channel) => told.push(channel) });
  assert.equal(Object.keys(asked(world)).length, 1000);
  assert.deepEqual(told, ["conversation.0", "conversation.1"]);
});

// ---- The token

test("a token that expires is renewed over the connection", async () => {
  let count = 0;
  const { client, world } = await connected({ token: async () => `t${(count += 1)}` });
  world.socket.say("hub:expiring", { seconds: 25 });
  await settled();
  assert.deepEqual(world.socket.sent, [{ type: "hub:renew", data: { token: "t2" } }]);
  world.socket.say("hub:renewed", { seconds: 60 });
  const renewed = client.renew("given");
  await settled();
  assert.deepEqual(world.socket.sent[1], { type: "hub:renew", data: { token: "given" } });
  world.socket.say("hub:renewed", { seconds: 30 });
  assert.deepEqual(await renewed, { seconds: 30 });
  const refused = client.renew();
  await settled();
  world.socket.say("hub:error", { code: "unauthenticated", message: "no", event: "hub:renew" });
  await assert.rejects(refused, { code: "unauthenticated", message: "`hub:renew` was refused: no" });
});

test("where it cannot be renewed, the next connection has a new one", async () => {
  const tokens = ["one", new Error("no network"), "two"];
  const token = async () => {
    const next = tokens.shift();
    if (next instanceof Error) throw next;
    return next;
  };
  const { world, others } = await connected({ token });
  await world.pass(20_000);
  world.socket.say("hub:expiring", { seconds: 25 });
  await settled();
  assert.deepEqual(world.socket.sent, []);
  world.socket.end(4002, "token expired");
  await world.pass(0);
  assert.equal(world.socket.url.searchParams.get("token"), "two");
  assert.deepEqual(others, []);
});

// ---- Servers that mean ill

test("what is no frame of the contract is told, and harms nothing", async () => {
  const { client, world, others } = await connected({ largest: 1000 });
  const heard = [];
  client.onAny((name) => heard.push(name));
  const frames = [
    "", "no JSON", "[]", "null", "7", "{}", '{"type":7}', '{"type":null,"data":{}}', new ArrayBuffer(8), undefined, "x".repeat(1001),
    '{"type":"of.tomorrow","data":{}}', '{"type":"__proto__","data":{}}', '{"type":"constructor"}', '{"type":"toString","error":{}}',
    '{"type":"message.receive"}', '{"type":"message.recieve","data":{}}', '{"type":"message.send","data":{}}',
    '{"__proto__":{"type":"connect"}}',
  ];
  for (const frame of frames) world.socket.text(frame);
  assert.deepEqual(others.map(({ kind }) => kind), [
    ...Array(11).fill("malformed"), "unknown", "unknown", "unknown", "error", "event", "unknown", "unknown", "malformed",
  ]);
  assert.deepEqual(heard, []);
  assert.equal(client.state.kind, "open");
});

test("notices that are none harm nothing", async () => {
  const { client, world } = await connected();
  for (const name of ["hub:position", "hub:left", "hub:expiring", "hub:renewed", "hub:error", "hub:dropped", "hub:constructor", "hub:"]) {
    for (const payload of [undefined, null, 7, "x", [], {}, { channel: 7, position: {} }, { channel: "__proto__", position: "1.e" }]) {
      world.socket.say(name, payload);
    }
  }
  for (const position of [7, null, {}, "", "@", "1.e", "1.e@", "x@y", `1.e@${"c".repeat(10_000)}`]) {
    world.socket.say("message.delete", { conversation_id: "1", message_id: "m" }, { position });
  }
  await settled();
  assert.equal(client.state.kind, "open");
  assert.deepEqual(Object.getPrototypeOf(client.positions()), Object.prototype);
});

test("a server that says nothing that can be understood is not one that is there", async () => {
  const { client, world } = await begin();
  for (const tried of [1, 2, 3]) {
    world.socket.open().text("garbage").end();
    assert.equal(client.state.tried, tried);
    await world.pass(6000);
  }
});
