import { io, type Socket } from "socket.io-client";
import * as chatflow from "@event-contracts/generated/chatflow";
import * as gochat from "@event-contracts/generated/gochat";
import * as hiwwer from "@event-contracts/generated/hiwwer";
import * as leads from "@event-contracts/generated/leads";
import * as mechamap from "@event-contracts/generated/mechamap";

const chat: Socket<chatflow.ServerToClientEvents, chatflow.ClientToServerEvents> = io("http://localhost");
const market: Socket<hiwwer.ServerToClientEvents, hiwwer.ClientToServerEvents> = io("http://localhost");
const desk: Socket<leads.ServerToClientEvents, leads.ClientToServerEvents> = io("http://localhost");
const forum: Socket<mechamap.ServerToClientEvents, mechamap.ClientToServerEvents> = io("http://localhost");

// Payloads have their types, wherever they come out.
const stop: () => void = chatflow.once(chat, "message.new", ({ text }) => console.log(text.length));
const stopToo: () => void = chatflow.on(chat, "message.new", ({ text }) => console.log(text.length));
const { text }: chatflow.MessageNew = await chatflow.waitFor(chat, "message.new", {
  timeout: 5_000,
  where: ({ sender }) => sender === "agent",
});
for await (const { is_typing } of chatflow.events(chat, "agent.typing", { signal: AbortSignal.timeout(1_000), limit: 10 })) {
  const goesOn: boolean = is_typing;
  console.log(goesOn);
}

// Answers have theirs, and so have those who come in.
const joined: hiwwer.Joined = await hiwwer.request(market, "order.join", { order_id: "ord_1001" }, { timeout: 5_000 });
const { presence } = await hiwwer.join(market, hiwwer.channels.presence({ user_id: "usr_9" }));
const status: hiwwer.UserPresence | undefined = presence;
await hiwwer.leave(market, hiwwer.channels.order({ order_id: "ord_1001" }));
const nothing: void = await leads.join(desk, leads.channels.room({ room_id: "r" }));
const { success, error } = await mechamap.join(forum, mechamap.channels.thread({ thread_id: 456 }));

// Out of an envelope comes the payload, and beside it the envelope.
mechamap.once(forum, "marketplace.stock.updated", ({ new_stock }, envelope) => {
  const stock: number = new_stock;
  const address: `product.${number}` | undefined = envelope.channel;
  console.log(stock, address, envelope.timestamp);
});
const { product_id } = await mechamap.waitFor(forum, "marketplace.stock.updated", {
  where: ({ new_stock }, { user_id }) => new_stock > 3 && user_id === 4,
});

// Untyped sockets will do.
chatflow.once(io("http://localhost"), "message.new", (message) => console.log(message.text));

const recovery: chatflow.Recovery = chatflow.recoverable(chat, { startOver: (channel) => console.log(channel) });
chatflow.warnings(chat, { warn: (said) => console.error(said) })();

// Whatever has the shape of the client of a plain WebSocket will do there.
declare const client: {
  readonly connected: boolean;
  on<E extends keyof gochat.ServerToClientEvents>(event: E, listener: gochat.ServerToClientEvents[E]): void;
  off<E extends keyof gochat.ServerToClientEvents>(event: E, listener: gochat.ServerToClientEvents[E]): void;
  emit<E extends keyof gochat.ClientToServerEvents>(event: E, ...args: Parameters<gochat.ClientToServerEvents[E]>): void;
  request<E extends keyof gochat.ClientAnswers>(event: E, ...args: unknown[]): Promise<unknown>;
};
const pong: void = await gochat.request(client, "ping");
const list: gochat.ConversationSummary[] = await gochat.request(client, "conversation.load", undefined, { timeout: 1_000 });
const inside: gochat.ConversationJoined = await gochat.join(client, gochat.channels.conversation({ conversation_id: "c" }));
gochat.once(client, "message.receive", (message, meta) => console.log(message.conversation_id, meta.timestamp));
const heard: void = await gochat.waitFor(client, "pong");
gochat.listen(client, gochat.notificationList, { notification: () => {}, alert: () => {} });

try {
  await hiwwer.join(market, hiwwer.channels.dispute({ dispute_id: "dsp_31" }));
} catch (failure) {
  if (failure instanceof hiwwer.RefusedError) console.log(failure.code, failure.field, failure.retryAfter);
  if (failure instanceof hiwwer.TimeoutError) console.log(failure.event, failure.timeout);
}

console.log(stop, stopToo, text, joined, status, nothing, success, error, product_id, recovery, pong, list, inside, heard);
