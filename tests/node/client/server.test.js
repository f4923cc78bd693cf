// The client against the reference server: everything that a front end does with it, and connections that are cut while it does.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { channels } from "../../../generated/typescript/gochat.js";
import { start } from "../server/support.js";
import { proxy } from "../socketio/proxy.js";
import { next, pair, random, until } from "./support.js";

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
    for (let cuts = 0; cuts < 50; cuts += 1) {
      // Most cuts come at any moment, also while it comes back; some only after something was heard.
      const before = heard.length;
      if (chance() < 0.3) await until("an event after the cut", () => heard.length > before);
      await new Promise((resolve) => setTimeout(resolve, chance() * 40));
      way.cut();
    }
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
