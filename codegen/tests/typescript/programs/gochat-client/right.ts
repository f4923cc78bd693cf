import { connect, NotSentError, type Client, type ConnectionState } from "@event-contracts/generated/gochat/client";
import { channels, events, friendList, join, listen, RefusedError, request, waitFor } from "@event-contracts/generated/gochat";

const client: Client = connect("https://chat.example", {
  token: async () => "token",
  queue: { most: 10 },
  recovered: (channel) => console.log(channel),
  dropped: ({ event, args, reason }) => {
    if (event === "message.read") console.log(args[0].message_id, reason);
  },
  otherwise: (incoming) => console.log(incoming.kind),
});
connect(new URL("https://chat.example"), { token: "token", WebSocket });

client.on("message.receive", (message, { timestamp }) => console.log(message.content, timestamp));
client.once("pong", (meta) => console.log(meta.timestamp)).on("hub:left", ({ channel, code }) => console.log(channel, code));
client.onAny((event, ...args) => console.log(event === "message.receive", args.length));

const fate: "sent" | "queued" | "refused" = client.emit("message.typing", { conversation_id: "1", is_typing: true });
client.emit("ping");
client.emit("ping", { timestamp: "2026-02-12T10:30:00Z" });

const { success }: { success: boolean } = await client.request("conversation.join", { conversation_id: "1" }, { timeout: 5000 });
const [first] = await client.request("conversation.load");
await client.request("ping", { timeout: 100, meta: { timestamp: "2026-02-12T10:30:00Z" } });
await client.request("user.status.subscribe", { user_id: "1" }, { fits: ({ user_id }) => user_id === "1" });

client.request("conversation.load").catch((error) => {
  if (error instanceof RefusedError) console.log(error.code, error.event, error.retryAfter);
  if (error instanceof NotSentError) console.log(error.reason);
});

const shown = (state: ConnectionState): string => {
  switch (state.kind) {
    case "connecting":
      return "connecting";
    case "open":
      return "";
    case "waiting":
      return `again at ${new Date(state.until).toISOString()}: ${state.close.reason}`;
    case "exhausted":
      return `given up: ${state.close.code}`;
    case "closed":
      return `closed: ${state.close?.reason}`;
  }
};
const stop: () => void = client.onState((state) => console.log(shown(state)));
stop();
console.log(fate, success, first?.title, client.positions()[channels.conversation({ conversation_id: "1" })]);

// What the package has for sockets takes the client as well.
listen(client, friendList, {
  "friend.request": (asked) => console.log(asked.sender.username),
  "friend.accept": () => {},
  "friend.remove": () => {},
  "user.online": () => {},
  "user.offline": () => {},
  "user.status": () => {},
});
const { content } = await waitFor(client, "message.receive", { where: ({ conversation_id }) => conversation_id === "1" });
for await (const { user_id } of events(client, "user.online")) console.log(user_id, content);
const { conversation_id } = await join(client, channels.conversation({ conversation_id: "1" }));
const listed = await request(client, "conversation.load");
console.log(conversation_id, listed.length);
