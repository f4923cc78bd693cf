// gochat as its document has it: a plain WebSocket beside requests, every flow and every problem that it tells of.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fresh, start, suites } from "./support.js";

/** Somebody with a token, and what they do. */
class Person {
  constructor(server, name, roles = []) {
    this.server = server;
    this.id = fresh("user");
    this.name = name;
    this.token = server.token({ user: this.id, name, roles });
  }

  /** Opens the socket; gives the client after its greeting. */
  async connect(query = "") {
    const client = await this.server.plain("gochat", `/ws/user?token=${this.token}${query}`);
    client.hello = await client.next("connect");
    client.list = await client.next("conversation.list");
    return client;
  }

  async ask(method, at, body) {
    return this.server.request(method, this.server.at("gochat", at), { token: this.token, body });
  }

  /** The same, which has to be done. */
  async must(method, at, body) {
    const answer = await this.ask(method, at, body);
    assert.ok(answer.status < 300, `${method} ${at}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** Makes somebody known without a connection. */
  async known() {
    await this.must("PATCH", "/api/profile", {});
    return this;
  }

  async write(conversation, content, message_type) {
    return this.must("POST", `/api/conversations/${conversation}/messages`, { content, message_type });
  }
}

async function people(server, ...names) {
  return Promise.all(names.map((name) => new Person(server, name).known()));
}

async function conversation(one, ...others) {
  const type = others.length === 1 ? "direct" : "group";
  const title = type === "group" ? "Weekend" : undefined;
  return (await one.must("POST", "/api/conversations", { type, title, member_ids: others.map((other) => other.id) })).id;
}

async function join(client, conversation_id) {
  client.send("conversation.join", { conversation_id });
  return client.next("conversation.joined", (joined) => joined.conversation_id === conversation_id);
}

/** Everything that was sent to the client before has come, but for what waits for its window. */
async function settled(client) {
  client.send("ping");
  await client.next("pong");
}

async function refused(client, code, type) {
  const { frame } = await client.nextFrame("error", (_, { frame }) => frame.error.code === code && frame.error.type === type);
  assert.equal(frame.success, false);
  assert.equal(frame.data, undefined);
  assert.ok(frame.error.message.length > 0);
  assert.ok(Math.abs(Date.parse(frame.timestamp) - Date.now()) < 60_000);
  return frame.error;
}

suites(({ once: flow }) => {
  flow("on connecting: greeted, in the five conversations that were active last, with the list of all", async ({ server }) => {
    const [one, ...others] = await people(server, "John Doe", "A", "B", "C", "D", "E", "F");
    const made = [];
    for (const other of others) made.push(await conversation(one, other));
    await others[0].write(made[0], "the oldest conversation is the newest now");

    const client = await one.connect();
    assert.equal(client.hello.message, "Connected successfully");
    assert.match(client.hello.client_id, /^[0-9a-f]{16}$/);
    const listed = client.list.map(({ id, title, type, unread_count, is_subscribed }) => ({ id, title, type, unread_count, is_subscribed }));
    const expected = [[0, 1], [5, 0], [4, 0], [3, 0], [2, 0]].map(([at, unread_count]) => ({
      id: made[at], title: others[at].name, type: "direct", unread_count, is_subscribed: true,
    }));
    expected.push({ id: made[1], title: "B", type: "direct", unread_count: 0, is_subscribed: false });
    assert.deepEqual(listed, expected);
    for (const { frame } of client.frames) {
      assert.equal(frame.success, true);
      assert.ok(Math.abs(Date.parse(frame.timestamp) - Date.now()) < 60_000);
      assert.equal(frame.position, undefined, "a client that does not ask for recovery sees the contract alone");
    }

    // In a subscribed conversation it hears without joining; in the sixth it does not.
    await others[1].write(made[1], "not heard");
    await others[2].write(made[2], "heard");
    await client.next("message.receive", (message) => message.content === "heard");
    await settled(client);
    assert.deepEqual(client.all("message.receive", (message) => message.content === "not heard"), []);

    client.send("conversation.load");
    const again = await client.next("conversation.list");
    assert.deepEqual(again.map((each) => each.is_subscribed).filter((is) => !is).length, 1);
    assert.equal(again.find((each) => each.id === made[1]).unread_count, 1);
  });

  flow("two connections of a user are two clients", async ({ server }) => {
    const [one] = await people(server, "John");
    const [a, b] = [await one.connect(), await one.connect()];
    assert.notEqual(a.hello.client_id, b.hello.client_id);
  });

  flow("joining: membership is checked, the others are told, the client is answered", async ({ server }) => {
    const [one, two, stranger] = await people(server, "One", "Two", "Stranger");
    const [a, b, c] = await Promise.all([one.connect(), two.connect(), stranger.connect()]);
    const id = await conversation(one, two);
    const told = await Promise.all([a.next("conversation.create"), b.next("conversation.create")]);
    assert.deepEqual(told[1], { id, title: "One", type: "direct", last_message_at: null, unread_count: 0, is_subscribed: false });
    assert.equal(told[0].title, "Two");

    assert.deepEqual(await join(b, id), { conversation_id: id, success: true });
    await join(a, id);
    assert.deepEqual(await b.next("conversation.user_active"), { conversation_id: id, user_id: one.id });
    a.send("conversation.active", { conversation_id: id });
    await b.next("conversation.user_active");
    assert.deepEqual(a.all("conversation.user_active", (active) => active.user_id === one.id), [], "not to who looks");

    c.send("conversation.join", { conversation_id: id });
    await refused(c, "not_a_member", "conversation.join");
    c.send("conversation.join", { conversation_id: "conv_of_nobody" });
    await refused(c, "not_found", "conversation.join");
    c.send("conversation.active", { conversation_id: id });
    await refused(c, "not_a_member", "conversation.active");
    c.send("message.typing", { conversation_id: id, is_typing: true });
    await refused(c, "not_a_member", "message.typing");
    await one.write(id, "Hello!");
    await b.next("message.receive");
    await settled(c);
    assert.deepEqual(c.all("message.receive"), []);

    b.send("conversation.leave", { conversation_id: id });
    await settled(b);
    await one.write(id, "Still there?");
    await a.next("message.receive", (message) => message.content === "Still there?");
    await settled(b);
    assert.deepEqual(b.all("message.receive", (message) => message.content === "Still there?"), []);
  });

  flow("a message goes through the request: stored, then told to both, with its sender", async ({ server }) => {
    const [one, two] = await people(server, "John Doe", "Two");
    await one.must("PATCH", "/api/profile", { username: "johndoe", profile_image_url: "https://example.com/john.png" });
    const id = await conversation(one, two);
    const [a, b] = await Promise.all([one.connect(), two.connect()]);
    const sent = await one.write(id, "Hello!", "text");
    const [own, received] = await Promise.all([a.next("message.receive"), b.next("message.receive")]);
    assert.deepEqual(received, sent);
    assert.deepEqual(own, sent);
    assert.deepEqual(
      { ...sent, id: "", created_at: "" },
      {
        id: "", conversation_id: id, sender_id: one.id, sender_name: "John Doe", sender_avatar: "https://example.com/john.png",
        sender_info: { id: one.id, username: "johndoe", display_name: "John Doe", profile_image_url: "https://example.com/john.png" },
        message_type: "text", content: "Hello!", created_at: "", is_read: true, read_count: 1,
      },
    );
    // It is there after the page was reloaded.
    const { items } = await two.must("GET", `/api/conversations/${id}/messages`);
    assert.deepEqual(items, [sent]);
    assert.equal((await two.connect()).list[0].unread_count, 1);
  });

  flow("`message.send` over the socket is refused and reaches nobody", async ({ server }) => {
    const [one, two] = await people(server, "One", "Two");
    const id = await conversation(one, two);
    const [a, b] = await Promise.all([one.connect(), two.connect()]);
    a.send("message.send", { conversation_id: id, content: "Hello!", message_type: "text" });
    const error = await refused(a, "through_rest", "message.send");
    assert.match(error.message, /POST \/api\/conversations\/:id\/messages/);
    a.send("message.edit", { conversation_id: id, message_id: "m", content: "x" });
    await refused(a, "through_rest", "message.edit");
    a.send("message.delete", { conversation_id: id, message_id: "m" });
    await refused(a, "through_rest", "message.delete");
    a.send("conversation.create", { type: "direct", member_ids: [two.id] });
    await refused(a, "through_rest", "conversation.create");
    await settled(b);
    assert.deepEqual(b.frames.map((frame) => frame.name).filter((name) => name.startsWith("message")), []);
    assert.deepEqual((await one.must("GET", `/api/conversations/${id}/messages`)).items, []);
  });

  flow("editing and deleting: by who wrote it, in the database, and told", async ({ server }) => {
    const [one, two] = await people(server, "One", "Two");
    const id = await conversation(one, two);
    const b = await two.connect();
    const first = await one.write(id, "first");
    const second = await one.write(id, "secnod");
    assert.equal((await two.ask("PATCH", `/api/conversations/${id}/messages/${second.id}`, { content: "mine" })).status, 403);
    await one.must("PATCH", `/api/conversations/${id}/messages/${second.id}`, { content: "second" });
    const edited = await b.next("message.edit");
    assert.deepEqual({ ...edited, edited_at: undefined }, { ...second, content: "second", edited_at: undefined });
    assert.ok(edited.edited_at >= second.created_at);

    assert.equal((await two.ask("DELETE", `/api/conversations/${id}/messages/${second.id}`)).status, 403);
    await one.must("DELETE", `/api/conversations/${id}/messages/${second.id}`);
    assert.deepEqual(await b.next("message.delete"), { conversation_id: id, message_id: second.id });
    assert.deepEqual(await b.next("conversation.update"), { conversation_id: id, last_message_at: first.created_at });
    const { items } = await two.must("GET", `/api/conversations/${id}/messages`);
    assert.deepEqual(items.map((message) => message.content), ["first"]);
    assert.equal((await one.ask("DELETE", `/api/conversations/${id}/messages/${second.id}`)).status, 404);
  });

  flow("reading is stored, then told, once", async ({ server }) => {
    const [one, two] = await people(server, "One", "Two");
    const id = await conversation(one, two);
    const [a, b] = await Promise.all([one.connect(), two.connect()]);
    const first = await one.write(id, "first");
    const second = await one.write(id, "second");
    b.send("message.read", { conversation_id: id, message_id: second.id });
    const read = await a.next("message.read");
    assert.deepEqual({ ...read, read_at: "" }, { conversation_id: id, message_id: second.id, user_id: two.id, read_at: "" });
    // What was read before is no news.
    b.send("message.read", { conversation_id: id, message_id: first.id });
    b.send("message.read", { conversation_id: id, message_id: second.id });
    b.send("message.read", { conversation_id: id, message_id: "msg_of_nobody" });
    await refused(b, "not_found", "message.read");
    await settled(a);
    assert.equal(a.all("message.read").length, 1);
    b.send("conversation.load");
    assert.equal((await b.next("conversation.list"))[0].unread_count, 0);
    const { items } = await one.must("GET", `/api/conversations/${id}/messages`);
    assert.deepEqual(items.map((message) => message.read_count), [2, 2]);
  });

  flow("typing goes to the others and is stored nowhere", async ({ server }) => {
    const [one, two] = await people(server, "One", "Two");
    const id = await conversation(one, two);
    const [a, b] = await Promise.all([one.connect(), two.connect()]);
    a.send("message.typing", { conversation_id: id, is_typing: true });
    assert.deepEqual(await b.next("message.typing"), { conversation_id: id, user_id: one.id, is_typing: true });
    a.send("message.typing", { conversation_id: id, is_typing: false });
    assert.equal((await b.next("message.typing")).is_typing, false);
    await settled(a);
    assert.deepEqual(a.all("message.typing"), []);
  });

  flow("reactions are stored and told, each once", async ({ server }) => {
    const [one, two] = await people(server, "One", "Two");
    const id = await conversation(one, two);
    const a = await one.connect();
    const { id: message_id } = await one.write(id, "Cake?");
    const at = `/api/conversations/${id}/messages/${message_id}/reactions/${encodeURIComponent("👍")}`;
    await two.must("PUT", at);
    await two.must("PUT", at);
    const told = await a.next("message.reaction");
    assert.deepEqual({ ...told, created_at: "" }, {
      conversation_id: id, message_id, user_id: two.id, reaction: "👍", removed: false, created_at: "",
    });
    await two.must("DELETE", at);
    assert.equal((await a.next("message.reaction")).removed, true);
    assert.equal(a.all("message.reaction").length, 2);
  });

  flow("who watches a user is answered at once, and told when they come and go", async ({ server }) => {
    const [one, friend] = await people(server, "One", "Friend");
    const a = await one.connect();
    a.send("user.status.subscribe", { user_id: friend.id });
    const now = await a.next("user.status");
    assert.deepEqual({ ...now, timestamp: "" }, { user_id: friend.id, online: false, timestamp: "" });

    const first = await friend.connect();
    const came = await a.next("user.online");
    assert.deepEqual({ ...came, timestamp: "" }, { user_id: friend.id, online: true, timestamp: "" });
    const second = await friend.connect();
    a.send("user.status.subscribe", { user_id: friend.id });
    assert.equal((await a.next("user.status")).online, true);
    // They are there until the last connection has gone.
    first.close();
    await first.closed;
    second.close();
    const left = await a.next("user.offline");
    assert.deepEqual({ ...left, timestamp: "" }, { user_id: friend.id, online: false, timestamp: "" });
    assert.equal(a.all("user.online").length, 1);

    // `disconnect` says so before the socket is closed.
    const third = await friend.connect();
    await a.next("user.online");
    third.send("disconnect");
    await a.next("user.offline");

    a.send("user.status.unsubscribe", { user_id: friend.id });
    await settled(a);
    await friend.connect();
    a.send("user.status.subscribe", { user_id: "nobody" });
    await refused(a, "not_found", "user.status.subscribe");
    assert.equal(a.all("user.online").length, 2);
  });

  flow("a friend request arrives without a reload, and so does its acceptance", async ({ server }) => {
    const [a, b, third] = await people(server, "User A", "User B", "Third");
    const [one, two] = await Promise.all([a.connect(), b.connect()]);
    const request = await a.must("POST", "/api/friendships", { friend_id: b.id });
    const asked = await two.next("friend.request");
    assert.deepEqual(asked, {
      request_id: request.id, user_id: a.id, friend_id: b.id, status: "pending", requested_at: request.requested_at,
      sender: { id: a.id, username: a.id, display_name: "User A", profile_image_url: null },
    });
    assert.equal((await b.ask("POST", "/api/friendships", { friend_id: a.id })).status, 409, "one friendship of two people");
    assert.equal((await a.ask("POST", "/api/friendships", { friend_id: a.id })).status, 422);
    assert.equal((await a.ask("POST", "/api/friendships", { friend_id: "nobody" })).status, 404);
    assert.equal((await a.ask("PATCH", `/api/friendships/${request.id}/accept`)).status, 403);
    assert.equal((await third.ask("PATCH", `/api/friendships/${request.id}/accept`)).status, 404);

    await b.must("PATCH", `/api/friendships/${request.id}/accept`);
    const accepted = await one.next("friend.accept");
    assert.deepEqual({ ...accepted, accepted_at: "" }, {
      friendship_id: request.id, user_id: a.id, friend_id: b.id, status: "accepted", accepted_at: "",
      acceptor: { id: b.id, username: b.id, display_name: "User B", profile_image_url: null, last_active_at: accepted.accepted_at },
    });
    assert.equal((await b.ask("PATCH", `/api/friendships/${request.id}/accept`)).status, 409);
    assert.deepEqual((await a.must("GET", "/api/friendships")).items.map((each) => each.status), ["accepted"]);

    assert.equal((await third.ask("DELETE", `/api/friendships/${request.id}`)).status, 404);
    await b.must("DELETE", `/api/friendships/${request.id}`);
    assert.deepEqual(await one.next("friend.remove"), { user_id: b.id, friend_id: a.id });
    assert.deepEqual((await a.must("GET", "/api/friendships")).items, []);
  });

  flow("a group: its members are told and notified, it is renamed, and deleted by who began it", async ({ server }) => {
    const [one, two, three] = await people(server, "One", "Two", "Three");
    await three.must("PATCH", "/api/profile", { username: `${three.id}x` });
    const [b, c] = await Promise.all([two.connect(), three.connect()]);
    const id = await conversation(one, two, three);
    assert.equal((await b.next("conversation.create")).title, "Weekend");
    const invited = await b.next("notification");
    assert.deepEqual({ ...invited, id: "", created_at: "" }, {
      id: "", user_id: two.id, type: "group_invitation", title: "Weekend", message: "One added you to the group", created_at: "",
    });
    await join(b, id);
    await two.must("PATCH", `/api/conversations/${id}`, { title: "Holiday" });
    assert.deepEqual(await b.next("conversation.update"), { conversation_id: id, title: "Holiday" });

    await one.write(id, `Who brings cake? @${three.id}x, you?`);
    const mentioned = await c.next("notification", (notification) => notification.type === "mention");
    assert.equal(mentioned.title, "One");
    const { items } = await three.must("GET", "/api/notifications");
    assert.deepEqual(items.map((each) => each.type), ["mention", "group_invitation"]);

    assert.equal((await two.ask("DELETE", `/api/conversations/${id}`)).status, 403);
    await one.must("DELETE", `/api/conversations/${id}`);
    assert.deepEqual(await b.next("conversation.delete"), { conversation_id: id });
    assert.deepEqual(await c.next("conversation.delete"), { conversation_id: id });
    assert.equal((await two.ask("GET", `/api/conversations/${id}/messages`)).status, 404);
  });

  flow("an alert is for services to give", async ({ server }) => {
    const [one] = await people(server, "One");
    const service = new Person(server, "Sign-in", ["service"]);
    const a = await one.connect();
    const alert = { user_id: one.id, title: "New sign-in", message: "Your account was used from a new device" };
    assert.equal((await one.ask("POST", "/api/alerts", alert)).status, 403);
    const made = await service.must("POST", "/api/alerts", alert);
    assert.deepEqual(await a.next("alert"), made);
  });

  flow("two have one direct conversation, however often they begin it, and at once", async ({ server }) => {
    const [one, two] = await people(server, "One", "Two");
    const begin = (by, other) => by.ask("POST", "/api/conversations", { type: "direct", member_ids: [other.id] });
    const answers = await Promise.all([begin(one, two), begin(two, one), begin(one, two), begin(two, one)]);
    assert.equal(new Set(answers.map((answer) => answer.body.id)).size, 1, JSON.stringify(answers.map((answer) => answer.body)));
    assert.deepEqual(answers.map((answer) => answer.status).sort(), [200, 200, 200, 201]);
  });

  flow("everything at once: what was answered is what was told, in one order for both", async ({ server }) => {
    const [one, two] = await people(server, "One", "Two");
    const id = await conversation(one, two);
    const [a, b] = await Promise.all([one.connect(), two.connect()]);
    const sent = await Promise.all(Array.from({ length: 40 }, async (_, at) => {
      const by = at % 2 ? one : two;
      const message = await by.write(id, `${at}`);
      if (at % 4 === 0) await by.must("PATCH", `/api/conversations/${id}/messages/${message.id}`, { content: `${at}!` });
      if (at % 4 === 1) await by.must("DELETE", `/api/conversations/${id}/messages/${message.id}`);
      return message.id;
    }));
    await one.write(id, "the last");
    for (const client of [a, b]) await client.next("message.receive", (message) => message.content === "the last");
    const told = (client) => client.frames.filter(({ name }) => /^message\.(receive|edit|delete)$/.test(name))
      .map(({ name, payload }) => `${name} ${payload.id ?? payload.message_id}`);
    assert.deepEqual(told(a), told(b));
    assert.deepEqual(new Set(a.all("message.receive").map((message) => message.id)).size, sent.length + 1);

    // Who deletes the conversation meanwhile breaks nothing: a message is stored before that, or there is no conversation.
    const answers = await Promise.all([
      ...Array.from({ length: 20 }, (_, at) => (at % 2 ? one : two).ask("POST", `/api/conversations/${id}/messages`, { content: "x" })),
      one.ask("DELETE", `/api/conversations/${id}`),
      ...sent.slice(2, 4).map((message, at) => (at % 2 ? one : two).ask("DELETE", `/api/conversations/${id}/messages/${message}`)),
    ]);
    const statuses = answers.map((answer) => answer.status);
    assert.ok(statuses.every((status) => [201, 204, 404].includes(status)), `${statuses}`);
  });

  flow("lists come in pages", async ({ server }) => {
    const [one, two] = await people(server, "One", "Two");
    const id = await conversation(one, two);
    for (let at = 1; at <= 5; at++) await one.write(id, `${at}`);
    const seen = [];
    let after = "";
    do {
      const page = await two.must("GET", `/api/conversations/${id}/messages?limit=2${after}`);
      seen.push(page.items.map((message) => message.content));
      after = page.next && `&after=${encodeURIComponent(page.next)}`;
    } while (after);
    assert.deepEqual(seen, [["5", "4"], ["3", "2"], ["1"]]);
    assert.equal((await two.ask("GET", `/api/conversations/${id}/messages?limit=0`)).status, 400);
  });

  flow("what does not fit is answered with what is wrong", async ({ server }) => {
    const [one, two] = await people(server, "One", "Two");
    const id = await conversation(one, two);
    const a = await one.connect();
    a.socket.send("no JSON");
    await refused(a, "invalid_frame", undefined);
    a.socket.send("[]");
    await refused(a, "invalid_frame", undefined);
    a.send("message.typing", { conversation_id: id, is_typing: "yes" });
    assert.match((await refused(a, "invalid_frame", "message.typing")).message, /is_typing/);
    a.send("message.receive", {});
    const direction = await a.nextFrame("error", (_, { frame }) => frame.error.type === "message.receive");
    assert.ok(["invalid_frame", "unknown_type"].includes(direction.frame.error.code));
    a.send("message.sned", {});
    await refused(a, "unknown_type", "message.sned");
    await settled(a);

    const wrong = await one.ask("POST", `/api/conversations/${id}/messages`, { content: " " });
    assert.deepEqual([wrong.status, wrong.body.field], [422, "content"]);
    assert.equal((await two.ask("POST", "/api/conversations", { type: "crowd", member_ids: [one.id] })).body.field, "type");
    assert.equal((await two.ask("POST", "/api/conversations", { type: "group", member_ids: [one.id] })).body.field, "title");
    assert.equal((await two.ask("POST", "/api/conversations", { type: "direct", member_ids: [two.id] })).status, 422);
    assert.equal((await two.ask("POST", "/api/conversations", { type: "direct", member_ids: ["nobody"] })).status, 422);
    const [stranger] = await people(server, "Stranger");
    assert.equal((await stranger.ask("POST", `/api/conversations/${id}/messages`, { content: "x" })).status, 403);
    assert.equal((await stranger.ask("GET", `/api/conversations/${id}/messages`)).status, 403);
    const anonymous = await server.request("GET", server.at("gochat", "/api/conversations"));
    assert.equal(anonymous.status, 401);
  });

  flow("sixty frames a minute, and then the client is told when to go on", async ({ server }) => {
    const [one] = await people(server, "One");
    const a = await one.connect();
    for (let at = 0; at < 60; at++) a.send("ping");
    for (let at = 0; at < 60; at++) await a.next("pong");
    a.send("ping");
    const error = await refused(a, "rate_limited", "ping");
    assert.ok(error.retry_after > 0 && error.retry_after <= 60_000, `${error.retry_after}`);
    // Another connection of the user has its own sixty.
    await settled(await one.connect());
  });

  flow("nobody connects without a good token", async ({ server }) => {
    for (const query of ["", "?token=", "?token=nonsense"]) {
      const outcome = await server.plain("gochat", `/ws/user${query}`).then(
        (client) => client.closed,
        (error) => ({ code: error.message }),
      );
      assert.match(String(outcome.code), /401|4100/, `${query}: ${JSON.stringify(outcome)}`);
    }
  });

  flow("who comes back gets what they missed, once and in order", async ({ server }) => {
    const [one, two] = await people(server, "One", "Two");
    const id = await conversation(one, two);
    const recover = (wanted) => `&recover=${encodeURIComponent(JSON.stringify(wanted))}`;
    const before = await two.connect(recover({}));
    await one.write(id, "1");
    const { position } = await before.nextFrame("message.receive");
    assert.match(position, /@conversation\./);
    before.close();
    await before.closed;
    for (const content of ["2", "3", "4"]) await one.write(id, content);
    const [at, address] = position.split("@");
    const client = await two.connect(recover({ [address]: at }));
    await one.write(id, "5");
    await client.next("message.receive", (message) => message.content === "5");
    assert.deepEqual(client.all("message.receive").map((message) => message.content), ["2", "3", "4", "5"]);
    const told = await client.next("hub:position", (told) => told.channel === address);
    assert.equal(told.recovered, true);
  });
});

test("served alone, the requests stand at the root, as the document has them", async () => {
  const server = await start({ args: ["--system", "gochat"] });
  try {
    const [one, two] = await people(server, "One", "Two");
    const id = await conversation(one, two);
    const client = await two.connect();
    const answer = await fetch(`${server.base}/api/conversations/${id}/messages`, {
      method: "POST",
      headers: { authorization: `Bearer ${one.token}`, "content-type": "application/json" },
      body: JSON.stringify({ content: "Hello", message_type: "text" }),
    });
    assert.equal(answer.status, 201);
    assert.equal((await client.next("message.receive")).content, "Hello");
  } finally {
    await server.stop();
  }
});

test("who was connected when the server was killed is there no more", async () => {
  const first = await start();
  const friend = await new Person(first, "Friend").known();
  await friend.connect();
  await first.kill();
  const server = await start({ data: first.folder });
  try {
    const one = new Person(server, "One");
    const client = await one.connect();
    client.send("user.status.subscribe", { user_id: friend.id });
    assert.equal((await client.next("user.status")).online, false);
    friend.server = server;
    await friend.connect();
    assert.equal((await client.next("user.online")).user_id, friend.id);
  } finally {
    await server.stop();
    await first.clean();
  }
});
