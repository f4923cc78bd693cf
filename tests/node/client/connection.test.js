// When the client dials, comes back, waits and gives up: by a clock that the tests move.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fingerprint } from "../../../generated/typescript/gochat.js";
import { connect } from "../../../generated/typescript/gochat/client.js";
import { connectTo } from "../../../generated/typescript/internal/client/client.js";
import { World, settled } from "./world.js";

const URL = "https://chat.example";

/** A client in a world of its own, and the states that it went through. */
async function begin(options = {}, world = new World()) {
  const client = connect(URL, { WebSocket: world.WebSocket, world, token: () => "token", ...options });
  const states = [];
  client.onState((state) => states.push(state));
  await settled();
  return { client, world, states };
}

test("it says on connecting who it is, what it knows, and where it was", async () => {
  const { world, client } = await begin({ positions: { "conversation.1": "3.e" }, query: { device: "phone" }, protocols: ["chat"] });
  const { url, protocols } = world.socket;
  assert.equal(url.origin + url.pathname, "wss://chat.example/ws/user");
  assert.deepEqual(Object.fromEntries(url.searchParams), { contract: fingerprint, device: "phone", token: "token", recover: '{"conversation.1":"3.e"}' });
  assert.deepEqual(protocols, ["chat"]);
  client.close();
  const other = await begin({ resume: false });
  assert.equal(other.world.socket.url.searchParams.get("recover"), null);
});

test("a URL with a path is taken as it is, and one that is none is an error at once", () => {
  const world = new World();
  connect("ws://localhost:1/own?shard=2", { WebSocket: world.WebSocket, world, token: "t" });
  assert.equal(world.socket.url.href.startsWith("ws://localhost:1/own?shard=2&contract="), true);
  assert.throws(() => connect("no URL", { WebSocket: world.WebSocket, world, token: "t" }), /Invalid URL/);
});

test("without a WebSocket it says what is missing", () => {
  const own = globalThis.WebSocket;
  delete globalThis.WebSocket;
  try {
    assert.throws(() => connect(URL, { token: "t" }), /there is no WebSocket here: give one as `options.WebSocket`/);
  } finally {
    if (own !== undefined) globalThis.WebSocket = own;
  }
});

test("it tries as often as the contract says, each time a second later, and then no more", async () => {
  const { client, world, states } = await begin();
  for (const wait of [1000, 2000, 3000, 4000, 5000]) {
    world.socket.end();
    assert.equal(client.state.kind, "waiting");
    assert.equal(client.state.until, world.time + wait);
    await world.pass(wait - 1);
    assert.equal(client.state.kind, "waiting");
    await world.pass(1);
    assert.equal(client.state.kind, "connecting");
  }
  assert.equal(world.sockets.length, 6);
  world.socket.end(1006, "gone");
  assert.deepEqual(client.state, { kind: "exhausted", close: { code: 1006, reason: "gone" } });
  await world.pass(3_600_000);
  assert.equal(world.sockets.length, 6);
  assert.deepEqual(states.map(({ kind }) => kind), [..."12345"].flatMap(() => ["waiting", "connecting"]).concat("exhausted"));
});

test("chance moves a wait by half of it at most", async () => {
  for (const [chance, wait] of [[0, 500], [0.25, 750], [0.999_999, 1499.999]]) {
    const { client, world } = await begin({}, new World({ random: () => chance }));
    world.socket.end();
    assert.ok(Math.abs(client.state.until - world.time - wait) < 0.01, `${chance}: ${client.state.until - world.time}`);
  }
});

test("a connection over which something was heard begins the count anew", async () => {
  const { client, world } = await begin();
  for (let time = 0; time < 20; time += 1) {
    world.socket.greet();
    assert.equal(client.state.kind, "open");
    world.socket.end();
    assert.equal(client.state.tried, 1);
    await world.pass(1000);
  }
});

test("the same policy can be changed, and be none", async () => {
  const { client, world } = await begin({ reconnect: { attempts: 1, delay: 10, jitter: 0 } });
  world.socket.end();
  assert.equal(client.state.until, world.time + 10);
  await world.pass(10);
  world.socket.end();
  assert.equal(client.state.kind, "exhausted");
  const never = await begin({ reconnect: false });
  never.world.socket.end();
  assert.equal(never.client.state.kind, "closed");
  const offline = await begin({ reconnect: false });
  offline.world.online(false);
  offline.world.socket.end();
  assert.equal(offline.client.state.kind, "closed");
});

test("what the server says of coming back is done", async () => {
  const cases = [
    [4001, "server is stopping; come back in 3200 ms", 3200],
    [4003, "too many connections; come back in 60000 ms", 60_000],
    [4006, "server failed; come back in 99999999999999999999 ms", 3_600_000],
    [4000, "read too slowly", 0],
    [4002, "token expired", 0],
    [4005, "no sign of life", 0],
    [1001, "going away", 1000],
    [1006, "", 1000],
    [1011, "", 1000],
    [1012, "", 1000],
    [4099, "", 1000],
  ];
  for (const [code, reason, wait] of cases) {
    const { client, world } = await begin();
    world.socket.greet();
    await world.pass(5000);
    world.socket.end(code, reason);
    assert.equal(client.state.kind, "waiting", `${code}`);
    assert.equal(client.state.until - world.time, wait, `${code}`);
    assert.deepEqual(client.state.close, { code, reason });
  }
});

test("who was told when to come back does not come before that, whoever looks", async () => {
  const { client, world } = await begin();
  world.socket.greet().end(4003, "too many connections; come back in 60000 ms");
  world.look();
  world.online(true);
  await world.pass(59_999);
  assert.equal(client.state.kind, "waiting");
  await world.pass(1);
  assert.equal(client.state.kind, "connecting");
});

test("a server that sends away at once again and again is not asked again at once", async () => {
  const { client, world } = await begin();
  world.socket.greet().end(4000, "read too slowly");
  assert.equal(client.state.until - world.time, 1000);
});

test("after what would end the same it does not come back, unless it is told to", async () => {
  for (const code of [1002, 1003, 1007, 1008, 1009, 4100, 4101, 4102, 4103, 4104, 4999]) {
    const { client, world } = await begin();
    world.socket.end(code, "because");
    assert.deepEqual(client.state, { kind: "closed", close: { code, reason: "because" } });
    await world.pass(3_600_000);
    world.online(true);
    world.look();
    assert.equal(world.sockets.length, 1, `${code}`);
    client.reconnect();
    await settled();
    assert.equal(world.sockets.length, 2);
  }
  // A token that is a text expires again.
  const { client, world } = await begin({ token: "text" });
  world.socket.end(4002, "token expired");
  assert.equal(client.state.kind, "closed");
});

test("the application may know better what a code means", async () => {
  const asked = [];
  const comeBack = ({ code }, usual) => {
    asked.push([code, usual]);
    return !usual;
  };
  const { client, world } = await begin({ comeBack });
  world.socket.end(4100);
  assert.equal(client.state.kind, "waiting");
  await world.pass(1000);
  world.socket.end(4001);
  assert.equal(client.state.kind, "closed");
  assert.deepEqual(asked, [[4100, false], [4001, true]]);
});

test("a token is asked for before each try; one that does not come is a try that failed", async () => {
  let count = 0;
  const token = async () => {
    count += 1;
    if (count === 2) throw new Error("signed out");
    return `t${count}`;
  };
  const { client, world } = await begin({ token });
  world.socket.end();
  await world.pass(1000);
  assert.equal(world.sockets.length, 1);
  assert.equal(client.state.close.reason, "signed out");
  assert.equal(client.state.close.error.message, "signed out");
  await world.pass(2000);
  assert.equal(world.socket.url.searchParams.get("token"), "t3");
});

test("neither a token nor a server is waited for in vain", async () => {
  const { client, world } = await begin({ token: () => new Promise(() => {}) });
  await world.pass(10_000);
  assert.equal(client.state.close.reason, "not connected within 10000 ms");
  const silent = await begin();
  await silent.world.pass(10_000);
  assert.equal(silent.client.state.kind, "waiting");
  assert.equal(silent.world.sockets[0].readyState, 3);
  // What the first one still says is of no interest.
  await silent.world.pass(1000);
  silent.world.sockets[0].greet().end(4100);
  assert.equal(silent.client.state.kind, "connecting");
});

test("a server that says nothing is connected to as well, a moment later", async () => {
  const { client, world } = await begin();
  world.socket.open();
  assert.equal(client.state.kind, "connecting");
  await world.pass(500);
  assert.equal(client.state.kind, "open");
  // One that never says anything and ends is not tried for ever.
  world.socket.end();
  assert.equal(client.state.tried, 1);
  await world.pass(1000);
  world.socket.open();
  await world.pass(500);
  world.socket.end();
  assert.equal(client.state.tried, 2);
});

test("without a network it does not use up its tries, and comes back when there is one", async () => {
  const { client, world } = await begin();
  world.socket.greet();
  world.online(false);
  world.socket.end();
  for (let time = 0; time < 10; time += 1) {
    assert.deepEqual([client.state.kind, client.state.tried], ["waiting", 0]);
    await world.pass(30_000);
    world.socket.end();
  }
  const before = world.sockets.length;
  world.online(true);
  await settled();
  assert.equal(world.sockets.length, before + 1);
});

test("who looks at the page again finds it connecting, also after it had given up", async () => {
  const { client, world } = await begin({ reconnect: { attempts: 1 } });
  world.socket.end();
  world.page.document.visibilityState = "hidden";
  world.look();
  assert.equal(client.state.kind, "waiting");
  world.page.document.visibilityState = "visible";
  world.look();
  await settled();
  assert.equal(world.sockets.length, 2);
  world.socket.end();
  await world.pass(1000);
  world.socket.end();
  assert.equal(client.state.kind, "exhausted");
  world.look();
  await settled();
  assert.equal(client.state.kind, "connecting");
  client.close();
  world.look();
  assert.equal(client.state.kind, "closed");
});

test("a peer that is gone without a word is noticed", async () => {
  const { client, world } = await begin();
  const first = world.socket.greet();
  await world.pass(20_000);
  first.say("user.online", { user_id: "u", online: true, timestamp: "" });
  await world.pass(24_999);
  assert.deepEqual(first.sent, []);
  await world.pass(1);
  assert.deepEqual(first.sent, [{ type: "ping" }]);
  await world.pass(9_999);
  first.say("pong");
  await world.pass(25_000);
  assert.equal(first.sent.length, 2);
  await world.pass(10_000);
  assert.equal(client.state.kind, "waiting");
  assert.deepEqual(client.state.close, { code: 1006, reason: "no sign of life" });
  assert.equal(first.readyState, 3);
});

test("where the contract has no event to ask with, the hub is asked; who is neither is believed", async () => {
  const wire = { name: "n", payload: "p", names: new Set(), withoutPayload: new Set(), sentWithoutPayload: new Set() };
  const begin = async () => {
    const world = new World();
    const client = connectTo({ name: "bare", wire, sends: [], fingerprint: "f" }, URL, { WebSocket: world.WebSocket, world, otherwise: () => {} });
    await settled();
    return { client, world };
  };
  const { client, world } = await begin();
  world.socket.open().text('{"n":"hub:position","p":{"channel":"*","position":"0.e"}}');
  await world.pass(25_000);
  assert.deepEqual(world.socket.sent, [{ n: "hub:ping" }]);
  world.socket.text('{"n":"hub:pong","p":{}}');
  await world.pass(25_000);
  assert.equal(world.socket.sent.length, 2);
  await world.pass(10_000);
  assert.equal(client.state.kind, "waiting");
  const other = await begin();
  other.world.socket.open().text('{"n":"greeting"}');
  await other.world.pass(3_600_000);
  assert.deepEqual([other.client.state.kind, other.world.socket.sent], ["open", []]);
});

test("when the network or somebody comes back, it asks at once whether the server is still there", async () => {
  const { client, world } = await begin();
  world.socket.greet();
  world.look();
  assert.deepEqual(world.socket.sent, [], "it has just heard something");
  await world.pass(1000);
  world.look();
  world.online(true);
  assert.deepEqual(world.socket.sent, [{ type: "ping" }]);
  await world.pass(10_000);
  assert.equal(client.state.kind, "waiting");
});

test("close ends it in order and for good; reconnect begins again, with the listeners that were there", async () => {
  const { client, world } = await begin();
  const heard = [];
  client.on("connect", ({ client_id }) => heard.push(client_id));
  const first = world.socket.greet();
  client.close();
  assert.equal(first.closedWith, 1000);
  assert.deepEqual(client.state, { kind: "closed", close: { code: 1000, reason: "closed by the client" } });
  first.say("connect", { client_id: "late" });
  client.reconnect();
  await settled();
  world.socket.greet();
  assert.deepEqual(heard, ["c", "c"]);
  // Where it is connected, anew.
  client.reconnect();
  await settled();
  assert.equal(world.sockets.length, 3);
  assert.equal(world.timers.size, 1, "one bound on the try, and nothing left of what was before");
});

test("it can wait until it is told to connect", async () => {
  const { client, world } = await begin({ autoConnect: false });
  assert.deepEqual(client.state, { kind: "closed", close: undefined });
  assert.equal(world.sockets.length, 0);
  client.reconnect();
  await settled();
  assert.equal(client.state.kind, "connecting");
});

test("closing while it connects ends that", async () => {
  let give;
  const { client, world } = await begin({ token: () => new Promise((resolve) => (give = resolve)) });
  client.close();
  give("late");
  await settled();
  assert.equal(world.sockets.length, 0);
  assert.equal(world.timers.size, 0);
});
