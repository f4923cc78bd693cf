// The inspector of the reference server in a real browser, while the five systems are at work.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { fresh, start, until } from "../server/support.js";
import { browser, inaccessible, picture } from "./support.js";

const TOKEN = "a-token-for-the-tests";

let server;

before(async () => {
  server = await start({ args: ["--inspect", "token"], env: { REFERENCE_SERVER_INSPECT_TOKEN: TOKEN } });
});
after(() => server?.stop());
const pages = browser();

/** The page, connected. */
async function look(options) {
  const page = await pages.open(`${server.base}/inspect#token=${TOKEN}`, { viewport: { width: 1440, height: 900 }, ...options });
  await page.getByRole("status").filter({ hasText: /^live$/ }).waitFor();
  return page;
}

/** The rows of an event that are in sight. */
const rows = (page, event) => page.getByRole("option").filter({ has: page.locator(".event", { hasText: event && new RegExp(`^${event.replaceAll(".", "\\.")}$`) }) });

const names = (page) => page.locator("[role=option]:not([hidden]) .event").allTextContents();

/** A visitor of chatflow with a conversation. */
async function visitor() {
  const { token } = (await server.post("/chatflow/visitors", { name: null, page_url: "https://example.com/prices" })).body;
  const client = await server.connect("chatflow", token);
  const { id } = (await server.post("/chatflow/conversations", undefined, token)).body;
  const say = (text) => server.post("/chatflow/messages", { conversation_id: id, text }, token);
  return { client, conversation: id, say };
}

/** Something of each of the other four systems. */
async function others() {
  const gochat = await server.plain("gochat", `/ws/user?token=${server.token({ user: fresh("user"), name: "Ann" })}`);
  gochat.send("ping");
  await gochat.next("pong");
  const leads = await server.connect("leads", server.token({ user: fresh("agent"), roles: ["agent"], name: "Siti" }));
  leads.send("room:join", { room_id: "room_of_nobody" });
  const mechamap = await server.connect("mechamap", server.token({ user: "12", name: "Lan" }));
  await mechamap.ask("join_channel", "forum.12");
  const [client, performer] = ["Oksana", "Taras"].map((name) => ({ id: fresh("usr"), name }));
  for (const person of [client, performer]) {
    person.token = server.token({ user: person.id, name: person.name });
    person.socket = await server.connect("hiwwer", person.token);
  }
  await server.post("/hiwwer/orders", { performer_id: performer.id, title: "A logo" }, client.token);
  await performer.socket.next("notification.created");
}

test("what the five systems do is seen live, can be held and searched, and a breach is red", async () => {
  const page = await look();
  const { client, say } = await visitor();
  assert.equal((await say("Hello!")).status, 201);
  await rows(page, "message.new").first().waitFor();
  await others();
  for (const event of ["message.sent", "pong", "room:join", "join_channel", "notification.created"]) await rows(page, event).first().waitFor();
  const verdicts = await page.locator("[role=option]:not([hidden])").evaluateAll((all) => [...new Set(all.map((row) => row.dataset.verdict))]);
  assert.ok(!verdicts.includes("breach"), "the systems keep their contracts");

  // The wrong name of the front ends' document.
  client.send("conversation.new_message", { text: "Hello!" });
  const breach = rows(page, "conversation.new_message").first();
  await breach.waitFor();
  assert.equal(await breach.getAttribute("data-verdict"), "breach");
  const [red, green, blue] = (await breach.locator(".badge").evaluate((badge) => getComputedStyle(badge).backgroundColor)).match(/\d+/g).map(Number);
  assert.ok(red > 2 * green && red > 2 * blue, `${red}, ${green}, ${blue} is red`);
  await picture(page, "inspector");
  await breach.click();
  const detail = page.getByRole("region", { name: "The event that is chosen" });
  await detail.getByText("did you mean").or(detail.getByText("no event of clients has this name")).first().waitFor();
  assert.match(await detail.locator("pre").textContent(), /"conversation.new_message"/);
  await picture(page, "inspector-detail");
  await page.keyboard.press("Escape");
  assert.ok(await detail.isHidden());

  await page.keyboard.press("b");
  await until("only breaches", async () => (await names(page)).every((name) => name === "conversation.new_message"));
  await page.keyboard.press("b");
  await page.keyboard.press("/");
  await page.keyboard.type("gochat pong");
  await until("one event", async () => (await names(page)).join() === "pong");
  await page.getByLabel("Filter by text").fill("");
  await page.getByLabel("Contract", { exact: true }).selectOption("hiwwer");
  await page.getByLabel("Direction").selectOption("in");
  await until("clients of hiwwer", async () => (await page.locator("[role=option]:not([hidden])").evaluateAll((all) => all.every((row) => row.dataset.way === "in" && row.querySelector(".contract").textContent === "hiwwer"))));
  await page.getByLabel("Contract", { exact: true }).selectOption("");
  await page.getByLabel("Direction").selectOption("");

  // Few enough that all of them are in sight: what is not is not drawn.
  await page.getByLabel("Filter by text").fill("message.new");
  await page.getByRole("button", { name: "Pause" }).click();
  const before = await rows(page, "message.new").count();
  await say("While it is held");
  await page.getByRole("button", { name: /^Go on \(\d+\)$/ }).waitFor();
  assert.equal(await rows(page, "message.new").count(), before);
  await page.getByRole("button", { name: /^Go on/ }).click();
  await until("what was held", async () => (await rows(page, "message.new").count()) === before + 1);
});

test("the keyboard goes from event to event", async () => {
  const page = await look();
  const { say } = await visitor();
  await say("One");
  await rows(page, "message.new").first().waitFor();
  await page.getByRole("listbox").focus();
  await page.keyboard.press("ArrowDown");
  await page.locator("[role=option][aria-selected=true]").waitFor();
  await page.keyboard.press("End");
  const detail = page.getByRole("region", { name: "The event that is chosen" });
  await detail.waitFor();
  assert.ok(await page.getByRole("listbox").getAttribute("aria-activedescendant"));
});

test("who is there is listed, with channels and versions", async () => {
  const page = await look();
  const { client, conversation } = await visitor();
  await page.keyboard.press("2");
  await page.getByRole("region", { name: "Connections of chatflow" }).getByText(`conversation.${conversation}`).first().waitFor();
  await page.keyboard.press("3");
  await page.getByRole("region", { name: "Channels of chatflow" }).getByText(`conversation.${conversation}`).waitFor();
  await page.keyboard.press("4");
  await page.getByRole("region", { name: "Versions of chatflow" }).getByText("not told").waitFor();
  client.close();
});

test("the form sends what its schema says, and shows what breaks it", async () => {
  // What is not sent is answered with 422, which a browser reports.
  const page = await look({ expects: /422/ });
  const { client, conversation } = await visitor();
  await page.getByRole("tab", { name: "Send" }).click();
  await page.getByLabel("Event", { exact: true }).selectOption("message.new");
  await page.getByLabel("conversation_id").fill(conversation);
  await page.getByLabel("text", { exact: true }).fill("From the form");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await page.getByRole("heading", { name: "Sent", exact: true }).waitFor();
  assert.equal((await client.next("message.new", ({ text }) => text === "From the form")).conversation_id, conversation);
  await picture(page, "inspector-send");

  await page.getByLabel("timestamp").fill("yesterday");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await page.getByRole("heading", { name: "Not sent" }).waitFor();
  await page.getByText(/`message\.new`: `timestamp`/).waitFor();
});

test("the form says what a client might, and shows the answer", async () => {
  const page = await look();
  const client = await server.connect("mechamap", server.token({ user: "77", name: "Lan" }));
  await page.getByRole("tab", { name: "Send" }).click();
  await page.getByText("As a client").click();
  const form = page.getByRole("tabpanel", { name: "Send" });
  await form.getByLabel("Contract", { exact: true }).selectOption("mechamap");
  await form.getByLabel("Event", { exact: true }).selectOption("join_channel");
  await form.getByLabel("payload").fill("forum.77");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await page.getByRole("heading", { name: "Acknowledged" }).waitFor();
  await page.getByText("true").first().waitFor();
  client.close();
});

test("thousands of events do not stop the page", async () => {
  const page = await look();
  const { client, conversation } = await visitor();
  for (let count = 0; count < 3000; count++) client.send("no.such.event", { conversation, count });
  await until("all are counted", async () => Number((await page.locator("#count-breaches").textContent()).replaceAll(",", "")) > 0);
  assert.ok((await page.getByRole("option").count()) < 100, "only what is in sight is an element");
  await page.getByRole("button", { name: "Clear" }).click();
});

for (const [what, options] of Object.entries({
  light: {},
  dark: { colorScheme: "dark" },
  "on a phone": { viewport: { width: 390, height: 844 } },
})) {
  test(`axe finds nothing, ${what}`, async () => {
    const page = await look(options);
    const { client } = await visitor();
    client.send("conversation.new_message", {});
    await rows(page, "conversation.new_message").first().click();
    for (const tab of ["Events", "Connections", "Channels", "Contracts", "Send"]) {
      await page.getByRole("tab", { name: tab }).click();
      assert.deepEqual(await inaccessible(page), [], tab);
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.ok(!wide, "nothing sticks out");
    await picture(page, `inspector-${what.replaceAll(" ", "-")}`);
  });
}

test("without the token nothing is shown until it is given", async () => {
  const page = await pages.open(`${server.base}/inspect`, { expects: /401/ });
  await page.getByRole("dialog", { name: "A token, please" }).waitFor();
  await page.getByRole("textbox", { name: "Token" }).fill(TOKEN);
  await page.getByRole("button", { name: "Look" }).click();
  await page.getByRole("status").filter({ hasText: /^live$/ }).waitFor();
  assert.ok(!page.url().includes(TOKEN));
});

test("it is off unless it is asked for", async () => {
  const plain = await start();
  try {
    assert.equal((await fetch(`${plain.base}/inspect`)).status, 404);
  } finally {
    await plain.stop();
  }
});
