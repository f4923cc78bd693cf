// The support chat of examples/, built and used by two people in a real browser, with the events of the reference server: they
// chat, one is cut off and gets what was missed, and a wrong name in its source does not build.

import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";

import { mock } from "../mock/support.js";
import { fresh, start, until } from "../server/support.js";
import { proxy } from "../socketio/proxy.js";
import { browser, inaccessible, picture } from "./support.js";
import { build, example, serve } from "./vite.js";

const pages = browser();

/** What a browser says of requests that the cut let fail. */
const CUT = /Failed to load resource|WebSocket connection/;

let server;
let way;
let near;
let far;
before(async () => {
  await build(example);
  server = await start({ args: ["--system", "chatflow"] });
  way = await proxy(server.base);
  // The visitor comes over a way that can be cut, the agent does not.
  [near, far] = [await serve(example, server.base), await serve(example, way.address)];
});
after(async () => {
  await near?.close();
  await far?.close();
  way?.close();
  await server?.stop();
});

/** An agent at the desk, and the visitor of a page with the chat open. */
async function bothPages({ viewport } = {}) {
  const token = server.token({ user: fresh("agent"), roles: ["agent"], name: "Dilnoza" });
  const agent = await pages.open(`${near.url}/desk.html#token=${token}`);
  await agent.getByRole("heading", { name: "Desk" }).waitFor();
  const visitor = await pages.open(`${far.url}/`, { expects: CUT, viewport });
  await visitor.getByRole("button", { name: "Chat with us" }).click();
  return { agent, visitor };
}

async function say(page, text) {
  await page.getByRole("textbox", { name: "Message" }).fill(text);
  await page.getByRole("button", { name: "Send" }).click();
}

/** Writes on, as it is told anew every few seconds, until the other side sees it. */
const typing = (from, to, words) =>
  until(words, async () => {
    await from.getByRole("textbox", { name: "Message" }).press("a");
    return to.getByText(words).isVisible();
  });

const line = (page, text) => page.locator(".line", { hasText: text });
const link = (page, state) => page.locator(`.status[data-link="${state}"]`);
const texts = (page) => page.locator(".line p").allTextContents();

test("two people chat, and what was said while one of them was cut off is there afterwards", { timeout: 180_000 }, async () => {
  const { agent, visitor } = await bothPages();
  await say(visitor, "Do you ship to Samarkand?");
  await agent.getByRole("button", { name: /Visitor .*Samarkand/s }).click();
  await line(agent, "Do you ship to Samarkand?").waitFor();
  await visitor.getByRole("heading", { name: "You chat with Dilnoza" }).waitFor();
  await agent.locator(".agent", { hasText: "Dilnoza" }).waitFor();

  await typing(agent, visitor, "Dilnoza is typing");
  await say(agent, "We do, by train.");
  await line(visitor, "We do, by train.").waitFor();
  await visitor.getByText("Dilnoza is typing").waitFor({ state: "detached" });
  // The agent's line is marked as read as soon as the visitor's window has shown it.
  await agent.locator('.line[data-state="read"]', { hasText: "by train" }).waitFor();
  for (const [name, page] of Object.entries({ visitor, agent })) {
    assert.deepEqual(await inaccessible(page), [], name);
    await picture(page, `support-chat-${name}`);
  }

  way.lead("http://127.0.0.1:1");
  way.cut();
  await link(visitor, "cut off").waitFor();
  await say(agent, "It takes nine days.");
  await say(agent, "And the horn goes separately.");
  await link(agent, "open").waitFor({ state: "attached" });
  await agent.locator('.line[data-state="sent"]', { hasText: "separately" }).waitFor();
  assert.deepEqual(await texts(visitor), ["Do you ship to Samarkand?", "We do, by train."]);

  // What cannot be sent is not lost either.
  await say(visitor, "Nine days are fine.");
  await visitor.locator('.line[data-state="failed"]').waitFor();
  await picture(visitor, "support-chat-cut-off");

  way.lead(server.base);
  await link(visitor, "back").waitFor();
  await line(visitor, "And the horn goes separately.").waitFor();
  const all = ["Do you ship to Samarkand?", "We do, by train.", "It takes nine days.", "And the horn goes separately."];
  assert.deepEqual((await texts(visitor)).filter((text) => !text.startsWith("Nine")), all, "once, and in order");
  await visitor.getByRole("button", { name: "Try again" }).click();
  await line(agent, "Nine days are fine.").waitFor();
  assert.deepEqual(await texts(agent), [...all, "Nine days are fine."]);
  await picture(visitor, "support-chat-back");
});

test("it runs against a mock of the catalogue, unchanged", { timeout: 180_000 }, async (t) => {
  const stand = await mock({ systems: ["chatflow"], args: ["--quiet", "--scene", "examples/support-chat/mock.yaml"] });
  t.after(() => stand.stop());
  const served = await serve(example, stand.base);
  t.after(() => served.close());
  // Any token will do: one that nobody signed says who it is.
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const token = `${part({ alg: "none" })}.${part({ sub: "agent_12", name: "Dilnoza" })}.`;
  const agent = await pages.open(`${served.url}/desk.html#token=${token}`, { expects: CUT });
  await agent.locator(".agent", { hasText: "Dilnoza" }).waitFor();
  const visitor = await pages.open(`${served.url}/`, { expects: CUT });
  await visitor.getByRole("button", { name: "Chat with us" }).click();
  await say(visitor, "Do you ship to Samarkand?");
  await agent.getByRole("button", { name: /Visitor .*Samarkand/s }).click();
  await line(agent, "Do you ship to Samarkand?").waitFor();
  await visitor.getByRole("heading", { name: "You chat with Dilnoza" }).waitFor();
  await typing(agent, visitor, "Dilnoza is typing");
  await say(agent, "We do, by train.");
  await line(visitor, "We do, by train.").waitFor();
  await agent.locator('.line[data-state="read"]', { hasText: "by train" }).waitFor();
  await picture(visitor, "support-chat-mock");

  await stand.cut();
  for (const page of [agent, visitor]) await link(page, "back").waitFor({ state: "attached" });
  await say(agent, "Still there?");
  await line(visitor, "Still there?").waitFor();
  assert.deepEqual(await texts(visitor), ["Do you ship to Samarkand?", "We do, by train.", "Still there?"]);
});

test("on a phone the chat fits the screen", { timeout: 60_000 }, async () => {
  const { visitor } = await bothPages({ viewport: { width: 375, height: 667 } });
  await visitor.getByRole("textbox", { name: "Message" }).waitFor();
  const { scrollWidth } = await visitor.evaluate(() => ({ scrollWidth: document.documentElement.scrollWidth }));
  assert.ok(scrollWidth <= 375, `${scrollWidth} px wide`);
  await picture(visitor, "support-chat-phone");
});

test("a wrong name in its source does not build", { timeout: 120_000 }, async (t) => {
  const copy = await mkdtemp(path.join(tmpdir(), "support-chat-"));
  t.after(() => rm(copy, { recursive: true, force: true }));
  await cp(example, copy, { recursive: true, filter: (file) => !/node_modules|dist$/.test(path.relative(example, file)) });
  await symlink(path.join(example, "node_modules"), path.join(copy, "node_modules"));
  const file = path.join(copy, "src/chat/useChat.ts");
  const source = await readFile(file, "utf8");
  const wrong = source.replace('useEvent(socket, "message.new"', 'useEvent(socket, "conversation.new_message"');
  assert.notEqual(wrong, source);
  await writeFile(file, wrong);
  const failure = await build(copy).then(() => undefined, (error) => error);
  assert.ok(failure, "it built");
  assert.match(failure.stdout, /useChat\.ts.*conversation\.new_message is called message\.new/s);
});
