// chatflow and leads on two nodes of one database: who is connected to one hears what happens on the other.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { fresh, start } from "./support.js";

const redis = process.env.HUB_TEST_REDIS;
const skip = process.env.HUB_TEST_POSTGRES && redis ? false : "needs PostgreSQL and Redis: run `cargo xtask services node --test`";

describe("two nodes", { skip }, () => {
  let one;
  let two;

  before(async () => {
    one = await start({ database: "postgres", args: ["--redis", redis] });
    two = await start({ data: one.folder, url: one.made.url, args: ["--redis", redis] });
  });

  after(async () => {
    await two?.stop();
    await one?.stop();
  });

  test("an agent joins the conversations that begin on the other node, from their start", { timeout: 120_000 }, async () => {
    const token = one.token({ user: fresh("agent"), roles: ["agent"], name: "Dilnoza" });
    const agent = await two.connect("chatflow", token);
    const { token: visitor } = (await one.post("/chatflow/visitors", { page_url: "https://example.com" })).body;
    const { id } = (await one.post("/chatflow/conversations", undefined, visitor)).body;
    const texts = ["One", "Two", "Three"];
    for (const text of texts) await one.post("/chatflow/messages", { conversation_id: id, text }, visitor);
    await agent.next("conversation.new", (event) => event.conversation_id === id);
    for (const text of texts) await agent.next("message.new", (event) => event.conversation_id === id && event.text === text);
    assert.deepEqual(agent.all("message.new", (event) => event.conversation_id === id).map((event) => event.text), texts);
    agent.close();
  });

  test("an agent is there from the first connection to the last, whichever nodes they lead to", { timeout: 120_000 }, async () => {
    const watcher = await one.connect("chatflow", one.token({ user: fresh("agent"), roles: ["agent"], name: "Olim" }));
    const id = fresh("agent");
    const token = one.token({ user: id, roles: ["agent"], name: "Dilnoza" });
    const [here, there] = [await one.connect("chatflow", token), await two.connect("chatflow", token)];
    await watcher.next("agent.online", (event) => event.agent_id === id);
    here.close();
    const later = fresh("agent");
    const other = await two.connect("chatflow", one.token({ user: later, roles: ["agent"], name: "Zuhra" }));
    await watcher.next("agent.online", (event) => event.agent_id === later);
    assert.deepEqual(watcher.all("agent.offline", (event) => event.agent_id === id), []);
    there.close();
    await watcher.next("agent.offline", (event) => event.agent_id === id);
    assert.equal(watcher.all("agent.online", (event) => event.agent_id === id).length, 1);
    for (const client of [watcher, other]) client.close();
  });

  test("a customer's first messages through both nodes make one complete room, first on both", { timeout: 120_000 }, async () => {
    const token = one.token({ user: fresh("agent"), roles: ["agent"] });
    const clients = [await one.connect("leads", token), await two.connect("leads", token)];
    const phone = String(628_100_000_000 + Math.floor(Math.random() * 1_000_000_000));
    const deliver = (server, text) => {
      const value = { messages: [{ from: phone, id: fresh("wamid"), type: "text", text: { body: text } }] };
      const body = { object: "whatsapp_business_account", entry: [{ changes: [{ field: "messages", value }] }] };
      return server.post("/leads/webhook/whatsapp", body);
    };
    const posts = Array.from({ length: 100 }, (_, at) => deliver(at % 2 === 0 ? one : two, String(at)));
    for (const answer of await Promise.all(posts)) assert.equal(answer.status, 200);
    const orders = [];
    for (const client of clients) {
      const { room_id } = await client.next("new_room_complete", (room) => room.room_phone === phone);
      for (let later = 0; later < 99; later += 1) await client.next("new_message", (message) => message.room_id === room_id);
      const own = client.frames.filter(({ name, payload }) => payload.room_id === room_id && name !== "new_room");
      assert.equal(own[0].name, "new_room_complete");
      assert.equal(own.length, 100);
      orders.push(own.map(({ payload }) => payload.content_text ?? payload.last_message.content_text));
    }
    assert.deepEqual(orders[0], orders[1], "both nodes tell one order");
    for (const client of clients) client.close();
  });
});
