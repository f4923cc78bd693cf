// mechamap as its document has it: every event's way in, its channels, its envelope, its three priorities and its limits.

import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { test } from "node:test";

import { start, suites, within } from "./support.js";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Somebody with a token, and what they do. Ids are numbers here. */
class Person {
  constructor(server, name, ...roles) {
    this.server = server;
    this.id = randomInt(1, 2 ** 40);
    this.name = name;
    this.token = server.token({ user: String(this.id), name, roles });
  }

  async ask(method, at, body, headers) {
    return this.server.request(method, this.server.at("mechamap", at), { token: this.token, body, headers });
  }

  /** The same, which has to be done. */
  async must(method, at, body, headers) {
    const answer = await this.ask(method, at, body, headers);
    assert.ok(answer.status < 300, `${method} ${at}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async known() {
    await this.must("PATCH", "/profile", {});
    return this;
  }
}

const people = (server, ...names) => Promise.all(names.map((name) => new Person(server, name).known()));

async function thread(author, forum = randomInt(1, 2 ** 40)) {
  const { id } = await author.must("POST", `/forums/${forum}/threads`, { title: "SolidWorks Tips" });
  return { id, forum };
}

const join = (client, channel) => client.ask("join_channel", channel);
const joined = async (client, channel) => assert.deepEqual(await join(client, channel), { success: true }, channel);
const closed = { success: false, error: "Unauthorized" };

const ago = (frame) => Date.now() - Date.parse(frame.frame.timestamp);

suites(({ once, flow }) => {
  flow("join_channel: public channels open, own channels and those of roles alone", async ({ server, connect }) => {
    const user = new Person(server, "User");
    const client = await connect("mechamap", user.token);
    for (const channel of ["thread.456", "forum.12", "marketplace.global", "showcase.7", "product.456"]) await joined(client, channel);
    for (const own of ["", ".messages", ".orders", ".following"]) await joined(client, `user.${user.id}${own}`);
    await joined(client, `following.${user.id}`);
    const others = [`user.${user.id + 1}`, `user.${user.id + 1}.messages`, `user.${user.id + 1}.orders`, `user.${user.id + 1}.following`,
      `following.${user.id + 1}`, "admin.notifications", "moderator.reports", `seller.${user.id}`, "conversation.1"];
    for (const channel of others) assert.deepEqual(await join(client, channel), closed, channel);
    for (const nonsense of ["thread.", "thread.x", "thread.007", "nothing", "*", "thread.1 "]) assert.deepEqual(await join(client, nonsense), closed, nonsense);
    assert.equal((await join(client, 5)).success, false);
    assert.equal((await join(client, "")).success, false);

    const all = new Person(server, "Admin", "admin", "moderator", "seller");
    const mighty = await connect("mechamap", `Bearer ${all.token}`);
    for (const channel of ["admin.notifications", "moderator.reports", `seller.${all.id}`]) await joined(mighty, channel);
    assert.deepEqual(await join(mighty, `seller.${user.id}`), closed, "another seller's");
  });

  flow("a token is needed, with or without the word Bearer, of a user whose id is a number", async ({ server, connect }) => {
    const user = new Person(server, "User");
    await connect("mechamap", user.token);
    await connect("mechamap", `Bearer ${user.token}`);
    for (const token of [undefined, "nonsense", server.token({ user: "not_a_number" })]) {
      await assert.rejects(connect("mechamap", token));
    }
  });

  flow("a comment: stored, told in the thread with its envelope, within its two seconds", async ({ server, connect }) => {
    const [author, other] = await people(server, "Author", "John Doe");
    const { id } = await thread(author);
    const client = await connect("mechamap", author.token);
    await joined(client, `thread.${id}`);
    await other.must("PATCH", "/profile", { username: "johndoe", avatar_url: "https://example.com/j.png" });
    const headers = { "x-request-id": "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed" };
    const comment = await other.must("POST", `/threads/${id}/comments`, { content: "Great explanation!" }, headers);
    const told = await client.nextFrame("forum.comment.created");
    assert.deepEqual(told.payload, {
      comment: {
        id: comment.id, content: "Great explanation!", parent_id: null, created_at: comment.created_at,
        user: { id: other.id, name: "John Doe", username: "johndoe", avatar_url: "https://example.com/j.png" },
      },
      thread: { id, title: "SolidWorks Tips", reply_count: 1 },
    });
    const { event, channel, priority, user_id, metadata } = told.frame;
    assert.deepEqual({ event, channel, priority, user_id, metadata }, {
      event: "forum.comment.created", channel: `thread.${id}`, priority: "medium", user_id: other.id,
      metadata: { version: "1.0", source: "reference-server", request_id: headers["x-request-id"] },
    });
    assert.ok(ago(told) < 10_000);

    const answer = await author.must("POST", `/threads/${id}/comments`, { content: "Thanks", parent_id: comment.id });
    assert.equal((await client.next("forum.comment.created")).comment.parent_id, comment.id);
    const { items } = await author.must("GET", `/threads/${id}/comments`);
    assert.deepEqual(items.map((item) => item.id), [comment.id, answer.id]);
    // The thread's author is notified of what another wrote.
    const notified = await client.next("notification.sent");
    assert.equal(notified.notification.type, "comment_created");
    assert.equal(notified.notification.message, "John Doe commented on SolidWorks Tips");

    assert.equal((await author.ask("PATCH", `/comments/${comment.id}`, { content: "mine" })).status, 403);
    await other.must("PATCH", `/comments/${comment.id}`, { content: "Updated content here", edit_reason: "Fixed typo" });
    const updated = await client.next("forum.comment.updated");
    assert.deepEqual({ ...updated, edited_at: "" }, {
      comment_id: comment.id, content: "Updated content here", edited_at: "", edit_reason: "Fixed typo",
    });
    assert.equal((await other.ask("POST", `/threads/${id}/comments`, { content: " " })).body.field, "content");
    assert.equal((await other.ask("POST", `/threads/${id}/comments`, { content: "x", parent_id: 999_999_999 })).body.field, "parent_id");
    assert.equal((await other.ask("POST", "/threads/999999999/comments", { content: "x" })).status, 404);
  });

  once("priorities: typing at once, comments within two seconds, reactions within ten", async ({ server, connect }) => {
    const [author, other] = await people(server, "Author", "Other");
    const { id } = await thread(author);
    const comment = await author.must("POST", `/threads/${id}/comments`, { content: "A comment" });
    const client = await connect("mechamap", author.token);
    await joined(client, `thread.${id}`);

    const began = Date.now();
    await other.must("POST", `/comments/${comment.id}/reactions`, { reaction_type: "like" });
    await other.must("POST", `/comments/${comment.id}/reactions`, { reaction_type: "like" });
    const reaction = await client.nextFrame("forum.reaction.added");
    assert.deepEqual(reaction.payload, { comment_id: comment.id, reaction_type: "like", user_id: other.id, new_count: 1 });
    assert.equal(reaction.frame.priority, "low");
    assert.ok(Date.now() - began < 14_000, "ten seconds, and some for a busy machine");
    assert.ok(Date.now() - began > 1_000, "low priority waits");
    assert.equal(client.all("forum.reaction.added").length, 1, "twice the same is told once");

    const before = Date.now();
    await other.must("POST", `/threads/${id}/typing`);
    const typing = await client.nextFrame("forum.typing.started");
    assert.deepEqual(typing.payload.user, { id: other.id, name: "Other" });
    const left = Date.parse(typing.payload.expires_at) - before;
    assert.ok(left > 5_000 && left < 15_000, `${left}`);
    assert.equal(typing.frame.priority, "high");
    assert.equal((await other.ask("POST", `/comments/${comment.id}/reactions`, { reaction_type: "shrug" })).body.field, "reaction_type");
  });

  once("views of a thread are merged, and its forum is told the last count", async ({ server, connect }) => {
    const [author] = await people(server, "Author");
    const { id, forum } = await thread(author);
    const client = await connect("mechamap", author.token);
    await joined(client, `forum.${forum}`);
    for (let at = 0; at < 5; at++) await author.must("POST", `/threads/${id}/views`);
    const updated = await client.next("forum.thread.view_count_updated");
    assert.deepEqual(updated, { forum_id: forum, thread_id: id, view_count: 5 });
    assert.equal(client.all("forum.thread.view_count_updated").length, 1);
  });

  flow("the market: stock, the warning to its seller, price, orders", async ({ server, connect }) => {
    const seller = await new Person(server, "Seller", "seller").known();
    const [buyer, stranger] = await people(server, "Buyer", "Stranger");
    const product = { name: "Planetary gearbox", price: 99.99, stock: 10, low_stock_threshold: 5 };
    assert.equal((await buyer.ask("POST", "/products", product)).status, 403);
    const { id } = await seller.must("POST", "/products", product);
    const [page, desk] = [await connect("mechamap", buyer.token), await connect("mechamap", seller.token)];
    await joined(page, `product.${id}`);

    assert.equal((await stranger.ask("PATCH", `/products/${id}/stock`, { stock: 1 })).status, 403);
    await seller.must("PATCH", `/products/${id}/stock`, { stock: 6 });
    assert.deepEqual(await page.next("marketplace.stock.updated"), {
      product_id: id, old_stock: 10, new_stock: 6, is_low_stock: false, low_stock_threshold: 5,
    });
    const order = await buyer.must("POST", "/orders", { product_id: id });
    assert.deepEqual(await page.next("marketplace.stock.updated"), {
      product_id: id, old_stock: 6, new_stock: 5, is_low_stock: true, low_stock_threshold: 5,
    });
    assert.deepEqual(await desk.next("marketplace.stock.low_warning"), {
      seller_id: seller.id, product_id: id, product_name: "Planetary gearbox", stock: 5, low_stock_threshold: 5,
    });
    assert.equal((await buyer.ask("POST", "/orders", { product_id: id, quantity: 6 })).status, 409);
    assert.equal((await buyer.ask("POST", "/orders", { product_id: id, quantity: -1 })).status, 422);

    await seller.must("PATCH", `/products/${id}/price`, { price: 79.99, sale_ends_at: "2027-07-24T23:59:59Z" });
    assert.deepEqual(await page.next("marketplace.price.changed"), {
      product_id: id, old_price: 99.99, new_price: 79.99, discount_percentage: 20, sale_ends_at: "2027-07-24T23:59:59Z",
    });

    assert.equal((await buyer.ask("PATCH", `/orders/${order.id}/status`, { status: "shipped" })).status, 403);
    assert.equal((await stranger.ask("PATCH", `/orders/${order.id}/status`, { status: "cancelled" })).status, 404);
    await seller.must("PATCH", `/orders/${order.id}/status`, { status: "processing" });
    assert.equal((await seller.ask("PATCH", `/orders/${order.id}/status`, { status: "delivered" })).status, 409);
    await seller.must("PATCH", `/orders/${order.id}/status`, {
      status: "shipped", tracking_number: "ABC123456", estimated_delivery: "2027-07-20",
    });
    const shipped = await page.nextFrame("marketplace.order.status_changed", (changed) => changed.new_status === "shipped");
    assert.deepEqual(shipped.payload, {
      order_id: order.id, old_status: "processing", new_status: "shipped", tracking_number: "ABC123456", estimated_delivery: "2027-07-20",
    });
    assert.deepEqual([shipped.frame.channel, shipped.frame.priority], [`user.${buyer.id}`, "high"]);
    const told = await page.next("notification.sent");
    assert.equal(told.notification.title, "Your order has been shipped");
    assert.equal(told.unread_count, 1);
    assert.deepEqual((await buyer.must("GET", "/orders")).items.map((each) => each.status), ["shipped"]);
    assert.deepEqual(desk.all("marketplace.order.status_changed"), [], "the buyer's own");
  });

  flow("followers hear who comes and goes, and what they do", async ({ server, connect }) => {
    const [star, fan] = await people(server, "Star", "Fan");
    const client = await connect("mechamap", fan.token);
    await fan.must("PUT", `/following/${star.id}`);
    const first = await connect("mechamap", star.token);
    const changed = await client.nextFrame("user.status.changed");
    assert.deepEqual({ ...changed.payload, last_seen_at: "" }, { user_id: star.id, status: "online", last_seen_at: "", activity: null });
    assert.equal(changed.frame.channel, `following.${fan.id}`);
    assert.equal(changed.frame.user_id, undefined, "nobody's doing");
    assert.match(changed.frame.metadata.request_id, UUID);
    const online = await client.next("user.status.online");
    assert.deepEqual(online.user, { id: star.id, name: "Star" });

    const second = await connect("mechamap", star.token);
    await star.must("PUT", "/status", { status: "away", activity: "viewing_thread" });
    assert.deepEqual({ ...(await client.next("user.status.changed")), last_seen_at: "" }, {
      user_id: star.id, status: "away", last_seen_at: "", activity: "viewing_thread",
    });
    assert.equal((await star.ask("PUT", "/status", { status: "offline" })).body.field, "status");
    first.close();
    second.close();
    const gone = await client.next("user.status.changed", (changed) => changed.status === "offline");
    assert.equal(gone.user_id, star.id);
    assert.equal(client.all("user.status.online").length, 1, "from the first connection to the last");

    const notified = (await star.must("GET", "/notifications")).items;
    assert.deepEqual(notified.map((each) => [each.type, each.message]), [["new_follower", "Fan follows you"]]);
    await fan.must("DELETE", `/following/${star.id}`);
  });

  once("the feed: what followed people did, stored and told", async ({ server, connect }) => {
    const [star, fan] = await people(server, "Star", "Fan");
    await fan.must("PUT", `/following/${star.id}`);
    const client = await connect("mechamap", fan.token);
    const { id } = await thread(star);
    const { activity } = await client.next("user.activity.feed_updated");
    assert.deepEqual({ ...activity, created_at: "" }, {
      type: "thread_created", user_id: star.id, content_id: id, content_title: "SolidWorks Tips", created_at: "",
    });
    const { items } = await fan.must("GET", "/feed");
    assert.deepEqual(items, [activity]);
  });

  flow("private messages, and who is writing them", async ({ server, connect }) => {
    const [one, two, stranger] = await people(server, "John Doe", "Two", "Stranger");
    const { id } = await one.must("POST", "/conversations", { participant_ids: [two.id] });
    const client = await connect("mechamap", two.token);
    const sent = await one.must("POST", `/conversations/${id}/messages`, { content: "Hello there!" });
    const told = await client.nextFrame("messaging.message.sent");
    assert.deepEqual(told.payload, {
      message: {
        id: sent.id, conversation_id: id, content: "Hello there!", created_at: sent.created_at,
        sender: { id: one.id, name: "John Doe", avatar_url: null },
      },
    });
    assert.deepEqual([told.frame.channel, told.frame.priority, told.frame.user_id], [`user.${two.id}`, "high", one.id]);

    await joined(client, `conversation.${id}`);
    await one.must("POST", `/conversations/${id}/typing`);
    const typing = await client.next("messaging.typing.started");
    assert.deepEqual({ ...typing, expires_at: "" }, { user_id: one.id, conversation_id: id, expires_at: "" });
    assert.equal((await stranger.ask("POST", `/conversations/${id}/messages`, { content: "x" })).status, 404);
    assert.equal((await stranger.ask("GET", `/conversations/${id}/messages`)).status, 404);
    assert.deepEqual(await join(await connect("mechamap", stranger.token), `conversation.${id}`), closed);
    assert.deepEqual((await two.must("GET", `/conversations/${id}/messages`)).items, [told.payload.message]);
  });

  flow("the programs behind the site notify, alert and announce", async ({ server, connect }) => {
    const [user] = await people(server, "User");
    const service = new Person(server, "Laravel", "service");
    const client = await connect("mechamap", user.token);
    const notification = {
      user_id: user.id, type: "order_shipped", title: "Your order has been shipped", message: "Order #12345 is on its way",
      icon: "truck", action_url: "/orders/12345",
    };
    assert.equal((await user.ask("POST", "/notifications", notification)).status, 403);
    const made = await service.must("POST", "/notifications", notification);
    assert.deepEqual(await client.next("notification.sent"), { notification: made, unread_count: 1 });
    await user.must("PATCH", `/notifications/${made.id}/read`);
    await service.must("POST", "/notifications", notification);
    assert.equal((await client.next("notification.sent")).unread_count, 1);

    const alert = {
      user_id: user.id, type: "new_login", title: "New sign-in", message: "Your account was used from a new device",
      ip_address: "203.0.113.7", action_url: "/account/security",
    };
    const alerted = await service.must("POST", "/security-alerts", alert);
    const told = await client.nextFrame("notification.security.alert");
    assert.deepEqual(told.payload, alerted);
    assert.equal(told.frame.priority, "high");

    assert.equal((await user.ask("POST", "/announcements", { title: "x", message: "y" })).status, 403);
    const title = `Maintenance ${user.id}`;
    const admin = new Person(server, "Admin", "admin");
    await admin.must("POST", "/announcements", { title, message: "The marketplace is closed", ends_at: "2027-07-17T23:00:00Z" });
    const announced = await client.nextFrame("notification.system.announcement", (said) => said.title === title);
    assert.equal(announced.frame.channel, undefined, "it goes to everybody");
  });

  once("a project: its news, and its figures merged", async ({ server, connect }) => {
    const [author, fan] = await people(server, "John Doe", "Fan");
    const { id } = await author.must("POST", "/showcases", { title: "Gearbox" });
    const client = await connect("mechamap", fan.token);
    await joined(client, `showcase.${id}`);
    const news = { update_type: "new_image", image_url: "https://example.com/1.png", description: "Latest progress photo" };
    assert.equal((await fan.ask("POST", `/showcases/${id}/updates`, news)).status, 403);
    await author.must("POST", `/showcases/${id}/updates`, news);
    assert.deepEqual(await client.next("showcase.project.updated"), {
      showcase_id: id, update_type: "new_image", author: { id: author.id, name: "John Doe" },
      content: { image_url: "https://example.com/1.png", description: "Latest progress photo" },
    });
    await fan.must("POST", `/showcases/${id}/views`);
    await fan.must("PUT", `/showcases/${id}/like`);
    await fan.must("PUT", `/showcases/${id}/like`);
    await fan.must("POST", `/showcases/${id}/comments`, { content: "Nice" });
    const figures = await client.next("showcase.project.stats_updated");
    assert.deepEqual(figures, { showcase_id: id, view_count: 1, like_count: 1, comment_count: 1 });
    assert.equal(client.all("showcase.project.stats_updated").length, 1);
  });

  once("a hundred events a minute of one user, and then the answer says when to go on", async ({ server, connect }) => {
    const [user] = await people(server, "User");
    const client = await connect("mechamap", user.token);
    for (let at = 0; at < 100; at++) await joined(client, `thread.${at + 1}`);
    const began = Date.now();
    const acks = [];
    while (Date.now() - began < 500) acks.push(await join(client, "thread.1"));
    assert.ok(acks.some((ack) => ack.error === "RateLimited" && ack.success === false), JSON.stringify(acks.slice(0, 3)));
    // Requests of the same user count, too.
    const { id } = await thread(await new Person(server, "Author").known());
    const answers = await Promise.all(Array.from({ length: 5 }, () => user.ask("POST", `/threads/${id}/typing`)));
    const limited = answers.find((answer) => answer.status === 429);
    assert.ok(limited, JSON.stringify(answers.map((answer) => answer.status)));
    assert.ok(Number(limited.headers.get("retry-after")) >= 1);
  });

  once("five connections of one user, and the sixth is told", async ({ server, connect }) => {
    const [user] = await people(server, "User");
    for (let at = 0; at < 5; at++) await connect("mechamap", user.token);
    await assert.rejects(connect("mechamap", user.token));
  });

  flow("the server's events are nobody else's to send", async ({ server, connect }) => {
    const [user] = await people(server, "User");
    const client = await connect("mechamap", user.token);
    const refusal = await within("an answer", (resolve) => client.socket.emit("forum.comment.created", {}, resolve));
    assert.ok(["unknown_event", "wrong_direction"].includes(refusal.error.code), JSON.stringify(refusal));
    client.send("no.such.event", {});
    assert.equal((await client.next("hub:error")).code, "unknown_event");
  });
});

test("served alone, its Socket.IO stands at the root, as the document has it", async () => {
  const server = await start({ args: ["--system", "mechamap"] });
  try {
    const user = await new Person(server, "User").known();
    const client = await server.connect("mechamap", `Bearer ${user.token}`);
    await joined(client, "thread.456");
  } finally {
    await server.stop();
  }
});
