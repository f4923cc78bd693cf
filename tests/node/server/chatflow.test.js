// chatflow end to end: every event of its catalogue, from what causes it to who hears it and who does not.

import assert from "node:assert/strict";

import { contract } from "./contracts.js";
import { fresh, suites, until } from "./support.js";

/** Somebody who came to the site, connected. */
async function visitor({ server, connect }, { name, page = "https://example.com/prices" } = {}) {
  const came = await server.post("/chatflow/visitors", { name, page_url: page });
  assert.equal(came.status, 201);
  const { visitor_id: id, token } = came.body;
  return { id, token, client: await connect("chatflow", token) };
}

/** An agent, connected. */
async function agent({ server, connect }, name = "Dilnoza") {
  const id = fresh("agent");
  const token = server.token({ user: id, roles: ["agent"], name });
  return { id, name, token, client: await connect("chatflow", token) };
}

async function conversation({ server }, visitor) {
  const begun = await server.post("/chatflow/conversations", undefined, visitor.token);
  assert.equal(begun.status, 201);
  return begun.body;
}

async function say({ server }, who, conversation, text, client_id) {
  const posted = await server.post("/chatflow/messages", { conversation_id: conversation.id, text, client_id }, who.token);
  assert.equal(posted.status, 201, JSON.stringify(posted.body));
  return posted.body;
}

suites(({ flow, once }) => {
  flow("a visitor comes, begins a conversation and is answered", async (at) => {
    const { server } = at;
    const dilnoza = await agent(at);
    const vis = await visitor(at);
    const came = await dilnoza.client.next("visitor.new", (event) => event.visitor_id === vis.id);
    assert.equal(came.name, null);
    assert.equal(came.page_url, "https://example.com/prices");

    const conv = await conversation(at, vis);
    const begun = await dilnoza.client.next("conversation.new", (event) => event.conversation_id === conv.id);
    assert.equal(begun.visitor_id, vis.id);

    // The agent was connected before the conversation began, and hears it all the same.
    const posted = await say(at, vis, conv, "Hello!", "draft_7");
    for (const { client } of [dilnoza, vis]) {
      const message = await client.next("message.new", (event) => event.id === posted.id);
      assert.deepEqual(
        { sender: message.sender, text: message.text, conversation_id: message.conversation_id },
        { sender: "visitor", text: "Hello!", conversation_id: conv.id },
      );
      const sent = await client.next("message.sent", (event) => event.id === posted.id);
      assert.equal(sent.client_id, "draft_7");
    }

    const answer = await say(at, dilnoza, conv, "How can I help?");
    const heard = await vis.client.next("message.new", (event) => event.id === answer.id);
    assert.equal(heard.sender, "agent");
    const sent = await vis.client.next("message.sent", (event) => event.id === answer.id);
    assert.ok(!("client_id" in sent));

    // The front ends' document once said `conversation.new_message`: nobody sends it.
    assert.deepEqual(vis.client.all("conversation.new_message"), []);
    const listed = await server.get(`/chatflow/conversations/${conv.id}/messages`, vis.token);
    assert.deepEqual(listed.body.items.map((message) => message.text), ["How can I help?", "Hello!"]);
  });

  flow("a window that posts again is stored once", async (at) => {
    const { server } = at;
    const vis = await visitor(at);
    const conv = await conversation(at, vis);
    const body = { conversation_id: conv.id, text: "Again", client_id: "draft_1" };
    const posts = await Promise.all(Array.from({ length: 8 }, () => server.post("/chatflow/messages", body, vis.token)));
    assert.deepEqual(posts.map((post) => post.status).sort(), [200, 200, 200, 200, 200, 200, 200, 201]);
    assert.equal(new Set(posts.map((post) => post.body.id)).size, 1);
    await vis.client.next("message.sent", (event) => event.client_id === "draft_1");
    await vis.client.settled();
    assert.equal(vis.client.all("message.new").length, 1);
  });

  flow("messages are read and deleted", async (at) => {
    const { server } = at;
    const [vis, dilnoza] = [await visitor(at), await agent(at)];
    const conv = await conversation(at, vis);
    const first = await say(at, vis, conv, "One");
    const second = await say(at, vis, conv, "Two");
    const seen = async () => (await server.get(`/chatflow/conversations/${conv.id}`, dilnoza.token)).body.unread_count;
    assert.equal(await seen(), 2);

    for (let again = 0; again < 2; again += 1) {
      assert.equal((await server.post(`/chatflow/messages/${second.id}/read`, undefined, dilnoza.token)).status, 204);
    }
    const read = await vis.client.next("message.read", (event) => event.id === second.id);
    assert.equal(read.reader, "agent");
    assert.equal(await seen(), 0);
    assert.equal((await server.post(`/chatflow/messages/${first.id}/read`, undefined, vis.token)).status, 409);

    assert.equal((await server.delete(`/chatflow/messages/${first.id}`, vis.token)).status, 204);
    assert.equal((await server.delete(`/chatflow/messages/${first.id}`, vis.token)).status, 204);
    await dilnoza.client.next("message.deleted", (event) => event.id === first.id && event.conversation_id === conv.id);
    await vis.client.settled();
    assert.equal(vis.client.all("message.read").length, 1);
    assert.equal(vis.client.all("message.deleted").length, 1);
    const { items } = (await server.get(`/chatflow/conversations/${conv.id}/messages`, vis.token)).body;
    assert.deepEqual(items.map((message) => message.text), ["Two", null]);

    const answer = await say(at, dilnoza, conv, "Mine");
    assert.equal((await server.delete(`/chatflow/messages/${answer.id}`, vis.token)).status, 403);
  });

  flow("a conversation is assigned, closed and reopened", async (at) => {
    const { server } = at;
    const [vis, dilnoza, olim] = [await visitor(at), await agent(at), await agent(at, "Olim")];
    const conv = await conversation(at, vis);
    const path = `/chatflow/conversations/${conv.id}`;

    assert.equal((await server.post(`${path}/assign`, {}, vis.token)).status, 403);
    assert.equal((await server.post(`${path}/assign`, { agent_id: "agent_nobody" }, dilnoza.token)).body.field, "agent_id");
    const assigned = await server.post(`${path}/assign`, { agent_id: olim.id }, dilnoza.token);
    assert.equal(assigned.body.agent_name, "Olim");
    for (const { client } of [vis, dilnoza, olim]) {
      const event = await client.next("conversation.assigned", (event) => event.conversation_id === conv.id);
      assert.deepEqual([event.agent_id, event.agent_name], [olim.id, "Olim"]);
    }

    assert.equal((await server.post(`${path}/close`, undefined, olim.token)).body.status, "closed");
    const closed = await vis.client.next("conversation.closed", (event) => event.conversation_id === conv.id);
    assert.equal(closed.closed_by, "agent");
    const refused = await server.post("/chatflow/messages", { conversation_id: conv.id, text: "?" }, vis.token);
    assert.deepEqual([refused.status, refused.body.code], [409, "conflict"]);
    assert.equal((await server.post(`${path}/assign`, {}, dilnoza.token)).status, 409);

    // Somebody who came while it was closed joins it when it goes on.
    const late = await agent(at, "Zuhra");
    assert.equal((await server.post(`${path}/reopen`, undefined, vis.token)).body.status, "open");
    for (const { client } of [vis, olim, late]) {
      const reopened = await client.next("conversation.reopened", (event) => event.conversation_id === conv.id);
      assert.equal(reopened.reopened_by, "visitor");
    }
    const message = await say(at, vis, conv, "One more thing");
    await late.client.next("message.new", (event) => event.id === message.id);
    assert.deepEqual(late.client.all("conversation.closed", (event) => event.conversation_id === conv.id), []);
  });

  flow("a visitor has one open conversation, and closed ones", async (at) => {
    const { server } = at;
    const vis = await visitor(at);
    const begins = await Promise.all(Array.from({ length: 6 }, () => server.post("/chatflow/conversations", undefined, vis.token)));
    assert.equal(begins.filter((begin) => begin.status === 201).length, 1);
    assert.equal(new Set(begins.map((begin) => begin.body.id)).size, 1);
    const [{ body: first }] = begins;
    await server.post(`/chatflow/conversations/${first.id}/close`, undefined, vis.token);
    const second = await conversation(at, vis);
    assert.notEqual(second.id, first.id);
    assert.equal((await server.post(`/chatflow/conversations/${first.id}/reopen`, undefined, vis.token)).status, 409);
    const list = async (query) => (await server.get(`/chatflow/conversations${query}`, vis.token)).body;
    assert.deepEqual((await list("?status=closed")).items.map((conversation) => conversation.id), [first.id]);
    const page = await list("?limit=1");
    assert.deepEqual(page.items.map((conversation) => conversation.id), [second.id]);
    const next = await list(`?limit=1&after=${encodeURIComponent(page.next)}`);
    assert.deepEqual([next.items.map((conversation) => conversation.id), next.next], [[first.id], undefined]);
  });

  flow("typing is told to the others in the conversation", async (at) => {
    const [vis, dilnoza, olim, other] = [await visitor(at), await agent(at), await agent(at, "Olim"), await visitor(at)];
    const conv = await conversation(at, vis);
    const typing = { conversation_id: conv.id, is_typing: true };

    vis.client.send("visitor.typing", typing);
    await dilnoza.client.next("visitor.typing", (event) => event.conversation_id === conv.id && event.is_typing);
    dilnoza.client.send("agent.typing", typing);
    await vis.client.next("agent.typing", (event) => event.conversation_id === conv.id);
    await olim.client.next("agent.typing", (event) => event.conversation_id === conv.id);

    // Each side has its own event, and only who is in the conversation is heard.
    assert.equal((await vis.client.ask("agent.typing", typing)).error.code, "denied");
    assert.equal((await dilnoza.client.ask("visitor.typing", typing)).error.code, "denied");
    assert.equal((await other.client.ask("visitor.typing", typing)).error.code, "denied");
    assert.equal((await vis.client.ask("visitor.typing", { conversation_id: conv.id })).error.field, "is_typing");
    assert.equal((await vis.client.ask("message.new", { ...typing, text: "Hi" })).error.code, "wrong_direction");

    for (const { client } of [vis, dilnoza, olim, other]) await client.settled();
    assert.deepEqual(vis.client.all("visitor.typing"), [], "who writes is not told");
    assert.equal(dilnoza.client.all("agent.typing", (event) => event.conversation_id === conv.id).length, 0);
    assert.deepEqual(other.client.all("visitor.typing"), []);
    assert.deepEqual(other.client.all("agent.typing"), []);
  });

  flow("a visitor never sees another's conversation", async (at) => {
    const { server } = at;
    const [vis, other, dilnoza] = [await visitor(at), await visitor(at), await agent(at)];
    const conv = await conversation(at, vis);
    await conversation(at, other);
    const message = await say(at, vis, conv, "My card number is 8600 1234");
    await dilnoza.client.next("message.new", (event) => event.id === message.id);
    await other.client.settled();
    assert.deepEqual(other.client.all("message.new"), []);
    assert.deepEqual(other.client.all("visitor.new"), []);
    for (const [method, path, body] of [
      ["GET", `/chatflow/conversations/${conv.id}`],
      ["GET", `/chatflow/conversations/${conv.id}/messages`],
      ["POST", `/chatflow/conversations/${conv.id}/close`],
      ["POST", `/chatflow/conversations/${conv.id}/reopen`],
      ["POST", "/chatflow/messages", { conversation_id: conv.id, text: "Hi" }],
      ["POST", `/chatflow/messages/${message.id}/read`],
      ["DELETE", `/chatflow/messages/${message.id}`],
    ]) {
      const answer = await server.request(method, path, { token: other.token, body });
      assert.deepEqual([answer.status, answer.body.code], [404, "not_found"], path);
      assert.equal((await server.request(method, path, { body })).status, 401, path);
    }
    assert.equal((await server.get("/chatflow/agents", vis.token)).status, 403);
    const list = await server.get("/chatflow/conversations", other.token);
    assert.ok(list.body.items.every((conversation) => conversation.visitor_id === other.id));
  });

  flow("agents hear who of them is there, once", async (at) => {
    const { server, connect } = at;
    const watcher = await agent(at, "Olim");
    await watcher.client.next("agent.online", (event) => event.agent_id === watcher.id);
    const dilnoza = await agent(at);
    const online = await watcher.client.next("agent.online", (event) => event.agent_id === dilnoza.id);
    assert.equal(online.agent_name, "Dilnoza");
    const second = await connect("chatflow", dilnoza.token);
    const there = async () =>
      (await server.get("/chatflow/agents", watcher.token)).body.find((agent) => agent.agent_id === dilnoza.id).online;
    assert.equal(await there(), true);
    second.close();
    // The first connection is still there: a word that she left could only come before the one of the next agent.
    const later = await agent(at, "Zuhra");
    await watcher.client.next("agent.online", (event) => event.agent_id === later.id);
    assert.deepEqual(watcher.client.all("agent.offline", (event) => event.agent_id === dilnoza.id), []);
    dilnoza.client.close();
    await watcher.client.next("agent.offline", (event) => event.agent_id === dilnoza.id);
    await until("the list of agents", async () => !(await there()));
    assert.equal(watcher.client.all("agent.online", (event) => event.agent_id === dilnoza.id).length, 1);
  });

  flow("the site's cookie is enough, and a visitor who comes back is the same", async (at) => {
    const { server, connect } = at;
    const came = await server.post("/chatflow/visitors", { page_url: "https://example.com" });
    const cookie = came.headers.get("set-cookie");
    assert.match(cookie, /^session=[^;]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/);
    const headers = { cookie: cookie.split(";")[0] };
    const again = await server.request("POST", "/chatflow/visitors", { body: { page_url: "https://example.com/2" }, headers });
    assert.deepEqual([again.status, again.body.visitor_id], [200, came.body.visitor_id]);
    const client = await connect("chatflow", undefined, { headers });
    const begun = await server.request("POST", "/chatflow/conversations", { headers });
    assert.equal(begun.status, 201);
    const posted = await server.request("POST", "/chatflow/messages", { headers, body: { conversation_id: begun.body.id, text: "Hi" } });
    await client.next("message.new", (event) => event.id === posted.body.id);
    const evil = { ...headers, origin: "https://evil.example" };
    assert.equal((await server.request("POST", "/chatflow/conversations", { headers: evil })).status, 403);
  });

  flow("a client that comes back gets what it missed", async (at) => {
    const { connect } = at;
    const [vis, dilnoza] = [await visitor(at), await agent(at)];
    const conv = await conversation(at, vis);
    const client = await connect("chatflow", vis.token, { auth: { recover: {} } });
    const before = await say(at, dilnoza, conv, "Before");
    const { position } = await client.nextFrame("message.sent", (event) => event.id === before.id);
    client.close();
    const missed = [await say(at, dilnoza, conv, "While away, 1"), await say(at, dilnoza, conv, "While away, 2")];
    const [place, address] = position.split("@");
    const back = await connect("chatflow", vis.token, { auth: { recover: { [address]: place } } });
    for (const message of missed) await back.next("message.new", (event) => event.id === message.id);
    await back.settled();
    assert.deepEqual(back.all("message.new").map((event) => event.text), ["While away, 1", "While away, 2"]);
    assert.equal(back.all("hub:position", (notice) => notice.channel === address)[0].recovered, true);
  });

  once("a visitor's token is good in chatflow alone", async (at) => {
    const { server, connect } = at;
    const vis = await visitor(at);
    const headers = { cookie: `session=${vis.token}` };
    const own = await connect("chatflow", undefined, { headers });
    const conv = await conversation(at, vis);
    const posted = await say(at, vis, conv, "Hello!");
    await own.next("message.new", (event) => event.id === posted.id);

    for (const system of ["mechamap", "leads", "hiwwer"]) {
      await assert.rejects(connect(system, vis.token), (error) => error.data?.code === 4100, system);
    }
    const query = new URLSearchParams({ token: vis.token });
    for (const attempt of [() => server.plain("gochat", `/ws/user?${query}`), () => server.plain("gochat", "/ws/user", { headers })]) {
      assert.equal(await attempt().then((client) => client.closed.then(({ code }) => code)), 4100);
    }
    await assert.rejects(connect("mechamap", undefined, { headers }), (error) => error.data?.code === 4100);
    for (const path of ["/mechamap/notifications", "/gochat/api/conversations", "/hiwwer/notifications", "/leads/rooms"]) {
      assert.equal((await server.get(path, vis.token)).status, 401, path);
    }
  });

  once("what does not fit is refused with its field", async (at) => {
    const { server } = at;
    const vis = await visitor(at);
    const conv = await conversation(at, vis);
    const post = (body, headers) => server.request("POST", "/chatflow/messages", { token: vis.token, body, headers });
    assert.deepEqual(await post({ conversation_id: conv.id }).then(({ status, body }) => [status, body.field]), [422, "text"]);
    assert.deepEqual(await post({ conversation_id: conv.id, text: " " }).then(({ body }) => body.field), "text");
    assert.deepEqual(await post({ conversation_id: 5, text: "x" }).then(({ body }) => body.field), "conversation_id");
    assert.deepEqual(await post({ conversation_id: conv.id, text: "x".repeat(10_001) }).then(({ body }) => body.field), "text");
    assert.equal((await post("{")).body.code, "invalid_json");
    assert.equal((await post("{}", { "content-type": "text/plain" })).status, 415);
    assert.equal((await post(JSON.stringify({ text: "x".repeat(1_100_000) }))).status, 413);
    assert.equal((await server.request("PUT", "/chatflow/messages", { token: vis.token })).status, 405);
    assert.equal((await server.get("/chatflow/nothing", vis.token)).status, 404);
    assert.equal((await server.get("/chatflow/conversations?limit=0", vis.token)).body.field, "limit");
    assert.equal((await server.get("/chatflow/conversations", "no.token.atall")).status, 401);
  });

  once("every event of the catalogue has a flow", async () => {
    const tried = [
      ..."message.new message.sent message.read message.deleted conversation.new conversation.assigned".split(" "),
      ..."conversation.closed conversation.reopened agent.online agent.offline agent.typing visitor.new visitor.typing".split(" "),
    ];
    assert.deepEqual(Object.keys(contract("chatflow").events).sort(), tried.sort());
  });
});
