// The client against the reference server: everything that a front end does with it, and connections that are cut while it does.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { channels } from "../../../generated/typescript/gochat.js";
import { start } from "../server/support.js";
import { proxy } from "../socketio/proxy.js";
import { next, pair, random, stateOf, until } from "./support.js";

let server;
before(async () => {
  server = await start();
});
after(() => server?.stop());

test("it connects, hears, asks and is answered", async () => {
  const { one, two, conversation } = await pair(server);
  const client = two.client();
  try {
    assert.equal(client.state.kind, "connecting");
    assert.equal((await next(client, "connect")).message, "Connected successfully");
    assert.deepEqual(client.state, { kind: "open" });
    assert.deepEqual(await client.request("conversation.join", { conversation_id: conversation }), { conversation_id: conversation, success: true });
    assert.equal((await client.request("conversation.load"))[0].id, conversation);
    assert.equal(await client.request("ping"), undefined);
    const [a, b] = await Promise.all([one, two].map(({ id }) => client.request("user.status.subscribe", { user_id: id })));
    assert.deepEqual([a.user_id, a.online, b.user_id, b.online], [one.id, false, two.id, true]);
    const heard = next(client, "message.receive");
    await one.write(conversation, "Hello!");
    assert.equal((await heard).content, "Hello!");
    assert.match(client.positions()[channels.conversation({ conversation_id: conversation })], /^1\./);
  } finally {
    client.close();
  }
});

test("a refusal reaches who asked, with the server's words", async () => {
  const { two } = await pair(server);
  const client = two.client();
  try {
    const refused = client.request("conversation.join", { conversation_id: "nobody's" });
    await assert.rejects(refused, (error) => {
      assert.equal(error.name, "RefusedError");
      assert.equal(error.code, "not_found");
      assert.equal(error.message, "`conversation.join` was refused: there is no such conversation");
      return true;
    });
  } finally {
    client.close();
  }
});

test("hundreds of cuts lose nothing and repeat nothing", { timeout: 120_000 }, async () => {
  const { one, two, conversation } = await pair(server);
  const address = channels.conversation({ conversation_id: conversation });
  const startOver = [];
  const listeners = await Promise.all([1, 2, 3, 4, 5, 6].map(async (seed) => {
    const [chance, way, heard] = [random(seed), await proxy(server.base), []];
    const client = two.client({
      reconnect: { attempts: Infinity, delay: 5, step: 0 },
      startOver: (channel) => startOver.push(channel),
      world: { random: chance },
    }, way.address);
    client.on("message.receive", ({ content }) => heard.push(content));
    return { chance, way, heard, client };
  }));
  const cut = async ({ chance, way, heard, client }) => {
    await until("the first position", () => client.positions()[address]);
    const asked = [];
    for (let cuts = 0; cuts < 50; cuts += 1) {
      asked.push(client.request("conversation.load", { timeout: 60_000 }).then(() => "answered", (error) => error.name));
      // Most cuts come at any moment, also while it comes back; some only after something was heard.
      const before = heard.length;
      if (chance() < 0.3) await until("an event after the cut", () => heard.length > before);
      await new Promise((resolve) => setTimeout(resolve, chance() * 40));
      way.cut();
    }
    // Each is answered, or it is known why not.
    for (const end of await Promise.all(asked)) assert.match(end, /^(answered|DisconnectedError|TimeoutError|RefusedError)$/);
  };
  try {
    await Promise.all(listeners.map(({ client }) => until("the first position", () => client.positions()[address])));
    let cutting = true;
    const sent = [];
    const write = async () => {
      while (cutting) {
        sent.push(`${sent.length + 1}`);
        await one.write(conversation, sent.at(-1));
      }
    };
    const written = write();
    try {
      await Promise.all(listeners.map(cut));
    } finally {
      cutting = false;
      await written;
    }
    for (const { heard } of listeners) {
      await until(`all of ${sent.length} messages`, () => heard.length >= sent.length);
      assert.deepEqual(heard, sent);
    }
    assert.deepEqual(startOver, []);
  } finally {
    for (const { client, way } of listeners) {
      client.close();
      way.close();
    }
  }
});

test("a token that expires during the connection is renewed, and nothing is interrupted", async () => {
  const { one, two, conversation } = await pair(server);
  // Each connection has a token for two seconds. Should the machine take longer to connect, it tries again with another.
  const token = () => (client?.connected ? two.token : server.token({ user: two.id, lasting: "2s" }));
  let client = undefined;
  client = two.client({ token, reconnect: { delay: 5, step: 0, attempts: Infinity } });
  try {
    const { seconds } = await next(client, "hub:renewed");
    assert.ok(seconds > 3000, `${seconds}`);
    await until("the first position", () => client.positions()[channels.conversation({ conversation_id: conversation })]);
    const heard = next(client, "message.receive");
    await one.write(conversation, "still there?");
    await heard;
    assert.equal(client.state.kind, "open");
    // Another user's token is refused, and changes nothing.
    await assert.rejects(client.renew(one.token), { name: "RefusedError" });
    assert.equal(client.state.kind, "open");
  } finally {
    client.close();
  }
});

test("an expired token is replaced before the next try; a text cannot be", async () => {
  const { two } = await pair(server);
  const expired = server.token({ user: two.id, lasting: "1s" });
  await until("the end of the token", () => Date.now() >= 1000 * JSON.parse(Buffer.from(expired.split(".")[1], "base64url")).exp);
  const tokens = [expired];
  const client = two.client({ token: () => tokens.pop() ?? two.token, reconnect: { delay: 5 } });
  const other = two.client({ token: expired });
  try {
    await stateOf(client, "open");
    assert.deepEqual((await stateOf(other, "closed")).close, { code: 4002, reason: "token expired" });
  } finally {
    client.close();
    other.close();
  }
});

test("whom the server does not want does not come back", async () => {
  const { two } = await pair(server);
  const way = await proxy(server.base);
  let dials = 0;
  const client = two.client({ token: () => `nonsense${(dials += 1)}` }, way.address);
  const big = two.client({}, way.address);
  try {
    assert.deepEqual((await stateOf(client, "closed")).close, { code: 4100, reason: "token not valid" });
    assert.equal(dials, 1);
    await stateOf(big, "open");
    big.emit("message.read", { conversation_id: "x".repeat(100_000), message_id: "1" });
    assert.equal((await stateOf(big, "closed")).close.code, 1009);
  } finally {
    client.close();
    big.close();
    way.close();
  }
});

test("a peer that is gone without a word is noticed, and nothing is missed meanwhile", async () => {
  const { one, two, conversation } = await pair(server);
  const way = await proxy(server.base);
  const heard = [];
  const client = two.client({
    heartbeat: { interval: 100, timeout: 3000 },
    reconnect: { delay: 5, attempts: Infinity, step: 0 },
    // On a slow machine so many pings are refused in the end, which is a sign of life as well.
    otherwise: () => {},
  }, way.address);
  client.on("message.receive", ({ content }) => heard.push(content));
  try {
    await until("the first position", () => client.positions()[channels.conversation({ conversation_id: conversation })]);
    way.hold();
    const lost = stateOf(client, "waiting");
    await one.write(conversation, "into the void");
    assert.equal((await lost).close.reason, "no sign of life");
    way.release();
    await until("what was missed", () => heard.length === 1);
    await one.write(conversation, "and on");
    await until("what came then", () => heard.length === 2);
    assert.deepEqual(heard, ["into the void", "and on"]);
  } finally {
    client.close();
    way.close();
  }
});

test("clients of a server that stops come back to the next one, when it told them to, and go on", { timeout: 60_000 }, async () => {
  const first = await start();
  let second;
  const way = await proxy(first.base);
  const { one, two, conversation } = await pair(first);
  const heard = [];
  const client = two.client({ reconnect: { attempts: Infinity, delay: 20, step: 0 } }, way.address);
  client.on("message.receive", ({ content }) => heard.push(content));
  try {
    await until("the first position", () => client.positions()[channels.conversation({ conversation_id: conversation })]);
    await one.write(conversation, "before");
    await until("what was said before", () => heard.length === 1);
    const told = stateOf(client, "waiting");
    first.child.kill("SIGTERM");
    const { close, until: at } = await told;
    assert.equal(close.code, 4001);
    const named = Number(/come back in (\d+) ms$/.exec(close.reason)?.[1] ?? 30);
    assert.ok(at - Date.now() <= named, `${at - Date.now()} of ${named}`);
    assert.equal(client.emit("message.typing", { conversation_id: conversation, is_typing: true }), "queued");
    await first.exited;
    second = await start({ data: first.folder });
    way.lead(second.base);
    one.server = second;
    await one.write(conversation, "after");
    await until("what was missed", () => heard.length === 2);
    assert.deepEqual(heard, ["before", "after"]);
  } finally {
    client.close();
    way.close();
    await second?.stop();
    await first.clean();
  }
});
