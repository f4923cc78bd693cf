// Who is let in and for how long: tokens, pages, access, limits.

import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";

import { HUB, client, connected, soon, until } from "../socketio/support.js";

/** Asks the test server itself. */
async function control(path, query) {
  const answer = await fetch(`${HUB}${path}?${new URLSearchParams(query)}`, { method: "POST" });
  const text = await answer.text();
  assert.equal(answer.status, 200, text);
  return text;
}

const token = (user, seconds = 600, more = {}) => control("/token", { user, seconds, ...more });

const sockets = new Set();

function open(options) {
  const socket = client({ reconnection: false, ...options }, HUB, "/doors");
  sockets.add(socket);
  return socket;
}

/** Why somebody is not let in; nothing where they are. */
async function verdict(options) {
  const socket = open(options);
  const refused = once(socket, "connect_error").then(([error]) => error.data);
  const answer = await soon(Promise.race([refused, once(socket, "connect").then(() => undefined)]), "a verdict");
  socket.close();
  return answer;
}

const work = (socket) => socket.timeout(20_000).emitWithAck("work", { what: "sort" });

for (const transports of [["websocket"], ["polling"]]) {
  const over = transports[0];
  const name = (user) => `${user}-${over}`;

  test(`a token says who it is over ${over}`, async () => {
    const ada = name("ada");
    for (const auth of [{ token: await token(ada) }, { token: `Bearer ${await token(ada)}` }]) {
      const socket = await connected(open({ transports, auth }));
      assert.deepEqual(await work(socket), { by: ada });
      socket.close();
    }
    const query = await connected(open({ transports, query: { token: await token(ada) } }));
    assert.deepEqual(await work(query), { by: ada });
    query.close();
    const header = await connected(open({ transports, extraHeaders: { Authorization: `Bearer ${await token(ada)}` } }));
    assert.deepEqual(await work(header), { by: ada });
    header.close();
    const nobody = await connected(open({ transports }));
    assert.deepEqual(await work(nobody), { by: "nobody" });
    nobody.close();
  });

  test(`a token that is not good opens nothing over ${over}`, async () => {
    const eve = name("eve");
    const parts = (await token(eve)).split(".");
    const none = Buffer.from(JSON.stringify({ alg: "none", typ: "JWT" })).toString("base64url");
    for (const [bad, code] of [
      [await token(eve, 600, { forged: true }), 4100],
      [`${none}.${parts[1]}.`, 4100],
      [`${none}.${parts[1]}.${parts[2]}`, 4100],
      [`${parts[0]}.${parts[1]}.`, 4100],
      ["nonsense", 4100],
      ["x".repeat(20_000), 4100],
      [await token(eve, 0), 4002],
    ]) {
      assert.equal((await verdict({ transports, auth: { token: bad } }))?.code, code);
    }
  });

  test(`pages of other origins are not let in over ${over}`, async () => {
    const auth = { token: await token(name("page")) };
    const own = HUB;
    for (const origin of ["https://app.example", own]) {
      assert.equal(await verdict({ transports, auth, extraHeaders: { origin } }), undefined, origin);
    }
    for (const origin of [
      "https://evil.example",
      "null",
      "http://app.example",
      "https://app.example:8443",
      "https://app.example.evil.example",
      "https://evilapp.example",
      "https://app.example@evil.example",
      own.replace("http:", "ws:"),
      `${own}0`,
    ]) {
      assert.equal((await verdict({ transports, auth, extraHeaders: { origin } }))?.code, 4102, origin);
    }
    // Not a browser.
    assert.equal(await verdict({ transports, auth }), undefined);
  });

  test(`a token that expires ends its connection, and a new one opens it again, over ${over}`, async () => {
    const bob = name("bob");
    let asked = 0;
    const auth = (give) => token(bob, asked++ === 0 ? 5 : 600).then((token) => give({ token }));
    const socket = open({ transports, auth, reconnection: true });
    const told = [];
    socket.onAny((event, payload) => told.push([event, payload]));
    await connected(socket);
    await soon(once(socket, "disconnect"), "the end");
    const own = told.filter(([event]) => event.startsWith("hub:"));
    assert.deepEqual(own, [
      ["hub:expiring", { seconds: 1 }],
      ["hub:closing", { code: 4002, reason: "token expired", come_back: 0 }],
    ]);
    await connected(socket);
    assert.equal(asked, 2);
    assert.deepEqual(await work(socket), { by: bob });
    socket.close();
  });

  test(`a renewed token keeps its connection, over ${over}`, async () => {
    const cleo = name("cleo");
    const socket = open({ transports, auth: { token: await token(cleo, 6) } });
    const told = [];
    socket.onAny((event) => told.push(event));
    await connected(socket);
    const renewed = await socket.timeout(20_000).emitWithAck("hub:renew", { token: await token(cleo, 600) });
    assert.ok(renewed.seconds > 590 && renewed.seconds <= 600, JSON.stringify(renewed));
    const other = await socket.timeout(20_000).emitWithAck("hub:renew", { token: await token(name("dora")) });
    assert.equal(other.error.code, "denied");
    const forged = await token(cleo, 600, { forged: true });
    const refused = await socket.timeout(20_000).emitWithAck("hub:renew", { token: forged });
    assert.equal(refused.error.code, "unauthenticated");
    await new Promise((resolve) => setTimeout(resolve, 8_000));
    assert.deepEqual(await work(socket), { by: cleo });
    assert.deepEqual(told, ["paper"]);
    socket.close();
  });

  test(`access is asked again with a renewed token, over ${over}`, async () => {
    const dan = name("dan");
    const socket = await connected(open({ transports, auth: { token: await token(dan) } }));
    const paper = soon(once(socket, "paper"), "a paper");
    await work(socket);
    await paper;
    await control("/shut", { user: dan });
    const left = soon(once(socket, "hub:left"), "the notice");
    await socket.timeout(20_000).emitWithAck("hub:renew", { token: await token(dan) });
    assert.deepEqual((await left)[0], { channel: `desk.${dan}`, code: "denied" });
    socket.on("paper", () => assert.fail("it is not in the channel any more"));
    await work(socket);
    await work(socket);
    socket.close();
  });

  test(`a revoked token ends its connection for good, over ${over}`, async () => {
    const finn = name("finn");
    const auth = { token: await token(finn) };
    const socket = await connected(open({ transports, auth, reconnection: true }));
    const told = soon(once(socket, "hub:closing"), "the notice");
    const end = soon(once(socket, "disconnect"), "the end");
    await control("/revoke", { user: finn });
    assert.deepEqual((await told)[0], { code: 4101, reason: "token revoked" });
    assert.equal((await end)[0], "io server disconnect");
    assert.equal((await verdict({ transports, auth }))?.code, 4101);
  });

  test(`a user has so many events and connections, over ${over}`, async () => {
    const gus = name("gus");
    const auth = { token: await token(gus) };
    const three = [open({ transports, auth }), open({ transports, auth }), open({ transports, auth })];
    await Promise.all(three.map(connected));
    const full = await verdict({ transports, auth });
    assert.deepEqual([full?.code, full?.come_back], [4003, 10_000]);
    // More than a minute's, all at once.
    const answers = await Promise.all(Array.from({ length: 45 }, (_, at) => work(three[at % 3])));
    const refused = answers.filter((answer) => answer.error);
    assert.ok(refused.length >= 1 && refused.length <= 15, JSON.stringify(refused));
    const { code, event, message, retry_after } = refused.at(-1).error;
    assert.deepEqual([code, event, message], ["rate_limited", "work", "more than 30 events in a minute of this user"]);
    assert.ok(retry_after > 0 && retry_after <= 2_000, `${retry_after}`);
    await new Promise((resolve) => setTimeout(resolve, retry_after + 1));
    assert.deepEqual(await work(three[0]), { by: gus });
    three[0].close();
    // The place is free again, as soon as the server has noticed.
    let verdictNow;
    await until(() => {
      if (verdictNow === undefined) {
        verdictNow = "asking";
        verdict({ transports, auth }).then((answer) => (verdictNow = answer ? undefined : "in"));
      }
      return verdictNow === "in";
    }, "a free place");
    three.slice(1).forEach((socket) => socket.close());
  });
}

test("a page may read answers if it may connect", async () => {
  const cors = async (origin, method) => {
    const headers = { origin, "access-control-request-method": "POST", "access-control-request-headers": "authorization" };
    const answer = await fetch(`${HUB}/socket.io/?EIO=4&transport=polling`, { method, headers });
    await answer.text();
    return ["access-control-allow-origin", "access-control-allow-credentials"].map((name) => answer.headers.get(name));
  };
  for (const method of ["GET", "OPTIONS"]) {
    assert.deepEqual(await cors("https://app.example", method), ["https://app.example", "true"]);
    assert.equal((await cors("https://evil.example", method))[0], null);
    assert.equal((await cors("null", method))[0], null);
  }
});

test.after(() => {
  for (const socket of sockets) socket.close();
});
