// hiwwer as its document has it: chats about orders and disputes, read receipts, typing, files, history, presence, notifications,
// over WebSocket and over long-polling, where WebSocket is blocked.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";

import { fresh, start, suites } from "./support.js";

const PNG = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(100, 1)]);

/** Somebody with a token, and what they do. */
class Person {
  constructor(server, name, ...roles) {
    this.server = server;
    this.id = fresh("usr");
    this.name = name;
    this.token = server.token({ user: this.id, name, roles });
  }

  async ask(method, at, body, headers) {
    return this.server.request(method, this.server.at("hiwwer", at), { token: this.token, body, headers });
  }

  /** The same, which has to be done. */
  async must(method, at, body, headers) {
    const answer = await this.ask(method, at, body, headers);
    assert.ok(answer.status < 300, `${method} ${at}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async upload(where, file_name, bytes, type) {
    return this.ask("POST", `/attachments?${where}&file_name=${encodeURIComponent(file_name)}`, bytes, { "content-type": type });
  }
}

/** A client and a performer, connected, and an order between them. */
async function deal({ server, connect }) {
  const [client, performer] = [new Person(server, "Oksana"), new Person(server, "Taras")];
  const [one, two] = [await connect("hiwwer", client.token), await connect("hiwwer", performer.token)];
  const order = await client.must("POST", "/orders", { performer_id: performer.id, title: "A logo" });
  return { client, performer, one, two, order };
}

const enter = async (socket, name, payload) => assert.deepEqual(await socket.ask(name, payload), { success: true });
const without = (event, ...keys) => Object.fromEntries(Object.entries(event).filter(([key]) => !keys.includes(key)));

suites(({ once, flow }) => {
  flow("an order is made, begun and completed; both are told, in the room and in their own", async (context) => {
    const { client, performer, one, two, order } = await deal(context);
    assert.deepEqual(without(order, "created_at"), {
      id: order.id, client_id: client.id, performer_id: performer.id, title: "A logo", status: "pending",
    });
    const ordered = await two.next("notification.created");
    assert.deepEqual(without(ordered, "id", "created_at"), {
      user_id: performer.id, type: "order_status_changed", title: "New order", text: "Oksana ordered: A logo", link: `/orders/${order.id}`,
    });
    await enter(one, "order.join", { order_id: order.id });
    assert.equal((await client.ask("PATCH", `/orders/${order.id}/status`, { status: "in_progress" })).status, 403);
    await performer.must("PATCH", `/orders/${order.id}/status`, { status: "in_progress" });
    assert.deepEqual(without(await one.next("order.status_changed"), "changed_at"), {
      order_id: order.id, old_status: "pending", new_status: "in_progress", changed_by: performer.id,
    });
    assert.equal((await one.next("notification.created")).type, "order_status_changed");
    assert.equal((await performer.ask("PATCH", `/orders/${order.id}/status`, { status: "completed" })).status, 403);
    await client.must("PATCH", `/orders/${order.id}/status`, { status: "completed" });
    assert.equal((await one.next("order.status_changed")).new_status, "completed");
    assert.equal((await client.ask("PATCH", `/orders/${order.id}/status`, { status: "cancelled" })).status, 409);
    assert.deepEqual((await performer.must("GET", "/orders")).items.map((each) => each.status), ["completed"]);
    assert.deepEqual(two.all("order.status_changed"), [], "not in the room");
  });

  flow("the chat of an order: stored, told to both, notified, read", async (context) => {
    const { client, performer, one, two, order } = await deal(context);
    await enter(one, "order.join", { order_id: order.id });
    await enter(two, "order.join", { order_id: order.id });
    const sent = await client.must("POST", "/messages", { order_id: order.id, text: "When can you start?" });
    assert.deepEqual(without(sent, "id", "created_at"), {
      order_id: order.id, sender_id: client.id, sender_name: "Oksana", text: "When can you start?", attachments: [], read_at: null,
    });
    assert.deepEqual(await two.next("order_message.created"), sent);
    assert.deepEqual(await one.next("order_message.created"), sent);
    const notified = await two.next("notification.created", (each) => each.type === "new_message");
    assert.equal(notified.link, `/orders/${order.id}`);

    two.send("order_message.read", { order_id: order.id, message_id: sent.id });
    const read = await one.next("order_message.read");
    assert.deepEqual(without(read, "read_at"), { order_id: order.id, message_id: sent.id, reader_id: performer.id });
    const history = await client.must("GET", `/orders/${order.id}/messages`);
    assert.deepEqual(history, { messages: [{ ...sent, read_at: read.read_at }], more: false });
    two.send("order_message.read", { order_id: order.id, message_id: sent.id });
    await two.settled();
    await one.settled();
    assert.equal(one.all("order_message.read").length, 1, "what was read before is no news");

    two.send("order.typing", { order_id: order.id, is_typing: true });
    assert.deepEqual(await one.next("order.typing"), { order_id: order.id, user_id: performer.id, is_typing: true });
    two.send("order.leave", { order_id: order.id });
    await two.settled();
    await client.must("POST", "/messages", { order_id: order.id, text: "Hello?" });
    await one.next("order_message.created", (message) => message.text === "Hello?");
    await two.next("notification.created", (each) => each.type === "new_message");
    assert.deepEqual(two.all("order_message.created", (message) => message.text === "Hello?"), []);
    assert.deepEqual(two.all("order.typing"), [], "not to who writes");
  });

  flow("rooms are for who takes part", async (context) => {
    const { one, order } = await deal(context);
    const stranger = new Person(context.server, "Stranger");
    const moderator = new Person(context.server, "Moderator", "moderator");
    const [client, desk] = [await context.connect("hiwwer", stranger.token), await context.connect("hiwwer", moderator.token)];
    assert.deepEqual(await client.ask("order.join", { order_id: order.id }), { success: false, error: "forbidden" });
    assert.deepEqual(await desk.ask("order.join", { order_id: order.id }), { success: false, error: "forbidden" });
    assert.deepEqual(await client.ask("order.join", { order_id: "ord_0" }), { success: false, error: "not_found" });
    assert.deepEqual(await client.ask("dispute.join", { dispute_id: "dsp_0" }), { success: false, error: "not_found" });
    client.send("order.typing", { order_id: order.id, is_typing: true });
    assert.equal((await client.next("hub:error")).code, "denied");
    one.send("order.typing", { order_id: order.id, is_typing: true });
    assert.equal((await one.next("hub:error")).code, "denied", "not joined");
    client.send("order_message.read", { order_id: order.id, message_id: "msg_0" });
    assert.equal((await client.next("hub:error")).code, "denied");
    const misfit = await client.ask("order.join", { order_id: 5 });
    assert.deepEqual([misfit.error.code, misfit.error.field], ["invalid_payload", "order_id"]);
    assert.equal((await stranger.ask("GET", `/orders/${order.id}`)).status, 403);
    assert.equal((await stranger.ask("GET", `/orders/${order.id}/messages`)).status, 403);
    assert.equal((await stranger.ask("POST", "/messages", { order_id: order.id, text: "x" })).status, 403);
    assert.equal((await stranger.ask("PATCH", `/orders/${order.id}/status`, { status: "cancelled" })).status, 403);
    assert.equal((await stranger.ask("POST", "/disputes", { order_id: order.id, reason: "x" })).status, 403);
  });

  flow("a dispute: moderators are told at once, and three talk", async (context) => {
    const { client, performer, one, two, order } = await deal(context);
    const moderator = new Person(context.server, "Moderator", "moderator");
    const desk = await context.connect("hiwwer", moderator.token);
    await enter(one, "order.join", { order_id: order.id });
    const opened = await client.must("POST", "/disputes", { order_id: order.id, reason: "The draft is not what we agreed on." });
    const told = await desk.next("dispute.opened", (dispute) => dispute.order_id === order.id);
    assert.deepEqual(told, opened);
    assert.deepEqual(without(opened, "dispute_id", "created_at"), {
      order_id: order.id, opened_by: client.id, opened_by_role: "client", reason: "The draft is not what we agreed on.",
    });
    const dispute_id = opened.dispute_id;
    assert.equal((await one.next("order.status_changed")).new_status, "disputed");
    for (const socket of [one, two]) {
      const notified = await socket.next("notification.created", (each) => each.type === "dispute_opened");
      assert.equal(notified.link, `/disputes/${dispute_id}`);
      assert.equal(notified.text, `The client opened a dispute about order ${order.id}.`);
    }
    assert.equal((await performer.ask("POST", "/disputes", { order_id: order.id, reason: "x" })).status, 409);
    assert.deepEqual(one.all("dispute.opened"), [], "for moderators alone");

    for (const socket of [one, two, desk]) await enter(socket, "dispute.join", { dispute_id });
    const asked = await moderator.must("POST", `/disputes/${dispute_id}/messages`, { text: "Please send me what you agreed on." });
    assert.equal(asked.sender_role, "moderator");
    for (const socket of [one, two, desk]) assert.deepEqual(await socket.next("dispute_message.created"), asked);
    await performer.must("POST", `/disputes/${dispute_id}/messages`, { text: "Here it is." });
    assert.equal((await desk.next("dispute_message.created", (message) => message.text === "Here it is.")).sender_role, "performer");
    one.send("dispute_message.read", { dispute_id, message_id: asked.id });
    const read = await desk.next("dispute_message.read");
    assert.deepEqual(without(read, "read_at"), { dispute_id, message_id: asked.id, reader_id: client.id, reader_role: "client" });
    desk.send("dispute.typing", { dispute_id, is_typing: true });
    assert.deepEqual(await one.next("dispute.typing"), { dispute_id, user_id: moderator.id, role: "moderator", is_typing: true });

    const { messages } = await client.must("GET", `/disputes/${dispute_id}/messages`);
    assert.deepEqual(messages.map((message) => [message.sender_role, message.read_at]), [["performer", null], ["moderator", read.read_at]]);
    const stranger = new Person(context.server, "Stranger");
    const other = await context.connect("hiwwer", stranger.token);
    assert.deepEqual(await other.ask("dispute.join", { dispute_id }), { success: false, error: "forbidden" });
    assert.equal((await stranger.ask("GET", `/disputes/${dispute_id}/messages`)).status, 403);
    assert.deepEqual((await stranger.must("GET", "/disputes")).items, []);
    assert.ok((await moderator.must("GET", "/disputes")).items.some((dispute) => dispute.dispute_id === dispute_id));

    assert.equal((await client.ask("PATCH", `/orders/${order.id}/status`, { status: "cancelled" })).status, 403);
    await moderator.must("PATCH", `/orders/${order.id}/status`, { status: "in_progress" });
    assert.equal((await one.next("order.status_changed")).changed_by, moderator.id);
    one.send("dispute.leave", { dispute_id });
    await one.settled();
  });

  once("history comes in pages, the newest first", async (context) => {
    const { client, performer, order } = await deal(context);
    for (let at = 1; at <= 5; at++) await client.must("POST", "/messages", { order_id: order.id, text: `${at}` });
    const pages = [];
    let before = "";
    for (;;) {
      const { messages, more } = await performer.must("GET", `/orders/${order.id}/messages?limit=2${before}`);
      pages.push(messages.map((message) => message.text));
      if (!more) break;
      before = `&before=${messages.at(-1).id}`;
    }
    assert.deepEqual(pages, [["5", "4"], ["3", "2"], ["1"]]);
    assert.equal((await performer.ask("GET", `/orders/${order.id}/messages?limit=101`)).status, 400);
    assert.equal((await performer.ask("GET", `/orders/${order.id}/messages?before=msg_0`)).status, 404);
  });

  flow("files: uploaded, sent with a message, loaded by who takes part, and by nobody else", async (context) => {
    const { server } = context;
    const { client, performer, one, order } = await deal(context);
    await enter(one, "order.join", { order_id: order.id });
    const where = `order_id=${order.id}`;
    const { status, body: file } = await performer.upload(where, "../звіт \"1\".png", PNG, "image/png");
    assert.equal(status, 201, JSON.stringify(file));
    assert.deepEqual(without(file, "id", "url"), { file_name: "звіт 1.png", mime_type: "image/png", size: PNG.length });

    // Until it is sent, it is its uploader's alone.
    const load = (token) => fetch(server.base + file.url, { headers: token ? { authorization: `Bearer ${token}` } : {} });
    assert.equal((await load(client.token)).status, 404);
    assert.equal((await client.ask("POST", "/messages", { order_id: order.id, attachments: [file.id] })).body.field, "attachments[0]");
    const sent = await performer.must("POST", "/messages", { order_id: order.id, attachments: [file.id] });
    assert.deepEqual(sent.attachments, [file]);
    assert.deepEqual(await one.next("order_message.created"), sent);
    assert.equal((await performer.ask("POST", "/messages", { order_id: order.id, attachments: [file.id] })).status, 422, "once");
    assert.deepEqual((await client.must("GET", `/orders/${order.id}/messages`)).messages[0].attachments, [file]);

    const loaded = await load(client.token);
    assert.equal(loaded.status, 200);
    assert.deepEqual(Buffer.from(await loaded.arrayBuffer()), PNG);
    assert.equal(loaded.headers.get("content-type"), "image/png");
    assert.equal(loaded.headers.get("content-disposition"), `attachment; filename*=UTF-8''${encodeURIComponent("звіт 1.png")}`);
    assert.equal(loaded.headers.get("x-content-type-options"), "nosniff");
    assert.match(loaded.headers.get("content-security-policy"), /sandbox/);
    const stranger = new Person(server, "Stranger");
    assert.equal((await load(stranger.token)).status, 404);
    assert.equal((await load()).status, 401);
    assert.equal((await stranger.upload(where, "x.png", PNG, "image/png")).status, 403);
    assert.equal((await client.ask("GET", "/uploads/..%2f..%2fsigning/key")).status, 404);
  });

  once("files that are not what they say, or too large, are refused", async (context) => {
    const { client, order } = await deal(context);
    const where = `order_id=${order.id}`;
    const html = Buffer.from("<html><script>alert(1)</script></html>");
    for (const [bytes, type] of [[html, "image/png"], [html, "text/html"], [html, "text/plain"], [PNG, "image/jpeg"], [Buffer.from("<svg/>"), "image/svg+xml"]]) {
      assert.equal((await client.upload(where, "x", bytes, type)).status, 415, type);
    }
    assert.equal((await client.upload(where, "note.txt", Buffer.from("Привіт"), "text/plain; charset=utf-8")).status, 201);
    const most = Buffer.alloc(10 * 1024 * 1024, "a");
    assert.equal((await client.upload(where, "most.txt", most, "text/plain")).status, 201);
    assert.equal((await client.upload(where, "more.txt", Buffer.concat([most, Buffer.from("a")]), "text/plain")).status, 413);
    assert.equal((await client.ask("POST", "/attachments?file_name=x", PNG, { "content-type": "image/png" })).status, 400);
    assert.equal((await client.ask("POST", "/messages", { order_id: order.id, text: " " })).body.field, "text");
  });

  flow("presence: watched by partners, from the first connection to the last", async (context) => {
    const { client, performer, one, two } = await deal(context);
    const at = await one.ask("user.watch", { user_id: performer.id });
    assert.equal(at.success, true);
    assert.deepEqual(without(at.presence, "last_active_at"), { user_id: performer.id, status: "online" });
    assert.ok(Date.parse(at.presence.last_active_at) <= Date.now() + 1000);
    const more = await context.connect("hiwwer", performer.token);
    two.close();
    more.close();
    const gone = await one.next("user.presence_changed", (changed) => changed.status === "offline");
    assert.equal(gone.user_id, performer.id);
    assert.deepEqual((await one.ask("user.watch", { user_id: performer.id })).presence, gone);
    await context.connect("hiwwer", performer.token);
    assert.equal((await one.next("user.presence_changed")).status, "online");

    one.send("user.unwatch", { user_id: performer.id });
    await one.settled();
    const stranger = new Person(context.server, "Stranger");
    const other = await context.connect("hiwwer", stranger.token);
    assert.deepEqual(await other.ask("user.watch", { user_id: client.id }), { success: false, error: "forbidden" });
    assert.deepEqual(await other.ask("user.watch", { user_id: "usr_0" }), { success: false, error: "not_found" });
  });

  flow("nobody connects without a good token", async ({ connect }) => {
    await assert.rejects(connect("hiwwer", undefined));
    await assert.rejects(connect("hiwwer", "nonsense"));
  });

  once("notifications can be read again", async (context) => {
    const { performer, two } = await deal(context);
    const told = await two.next("notification.created");
    assert.deepEqual((await performer.must("GET", "/notifications")).items, [told]);
  });
});

test("what was connected when the server was killed is cleaned up, and files stay", async () => {
  const first = await start();
  let server;
  try {
    const [client, performer] = [new Person(first, "Oksana"), new Person(first, "Taras")];
    await first.connect("hiwwer", performer.token);
    const order = await client.must("POST", "/orders", { performer_id: performer.id, title: "A logo" });
    const { body: file } = await client.upload(`order_id=${order.id}`, "x.png", PNG, "image/png");
    await client.must("POST", "/messages", { order_id: order.id, attachments: [file.id] });
    await first.kill();

    server = await start({ data: first.folder });
    client.server = server;
    const socket = await server.connect("hiwwer", client.token);
    const watched = await socket.ask("user.watch", { user_id: performer.id });
    assert.equal(watched.presence.status, "offline");
    const loaded = await fetch(server.base + file.url, { headers: { authorization: `Bearer ${client.token}` } });
    assert.deepEqual(Buffer.from(await loaded.arrayBuffer()), PNG);
    assert.deepEqual(readdirSync(path.join(first.folder, "hiwwer")), [file.id]);
  } finally {
    await server?.stop();
    await first.clean();
  }
});

test("served alone, it stands at the root", async () => {
  const server = await start({ args: ["--system", "hiwwer"] });
  try {
    const [client, performer] = [new Person(server, "Oksana"), new Person(server, "Taras")];
    const one = await server.connect("hiwwer", client.token, { transport: "polling" });
    await server.connect("hiwwer", performer.token);
    const order = await client.must("POST", "/orders", { performer_id: performer.id, title: "A logo" });
    await enter(one, "order.join", { order_id: order.id });
    const { body: file } = await performer.upload(`order_id=${order.id}`, "x.png", PNG, "image/png");
    assert.ok(file.url.startsWith("/uploads/"));
    await performer.must("POST", "/messages", { order_id: order.id, attachments: [file.id] });
    await one.next("order_message.created");
  } finally {
    await server.stop();
  }
});
