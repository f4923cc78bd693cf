import { io, type Socket } from "socket.io-client";
import { Server } from "socket.io";
import { channels, inbox, listen, parseChannel } from "@event-contracts/generated/chatflow";
import type {
  ClientToServerEvents,
  ConversationAddress,
  EventName,
  MessageNew,
  ServerToClientEvents,
} from "@event-contracts/generated/chatflow";

const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io("http://localhost");

// A client listens and emits.
socket.on("connect", () => {});
socket.on("message.new", (message) => {
  const text: string = message.text;
  const sender: "visitor" | "agent" = message.sender;
  console.log(text, sender);
});
const waitFor: EventName = "message.new";
socket.off(waitFor);

// A consumer gets what it reads, and the whole payload where it does not say.
const stop: () => void = listen(socket, inbox, {
  "message.new": ({ conversation_id, text }) => console.log(conversation_id, text),
  "message.read": ({ id }) => console.log(id),
  "conversation.assigned": ({ agent_id }) => console.log(agent_id),
});
stop();

// A socket without types will do, too.
listen(io("http://localhost"), inbox, {
  "message.new": () => {},
  "message.read": () => {},
  "conversation.assigned": () => {},
});

// Channels print and parse.
const address: ConversationAddress = channels.conversation({ conversation_id: "conv_456" });
const parsed = parseChannel(address);
if (parsed?.channel === "conversation") {
  const id: string = parsed.params.conversation_id;
  console.log(id);
}
const agents: "agents" = channels.agents();

// A server of Node emits the same.
const server = new Server<ClientToServerEvents, ServerToClientEvents>();
const message: MessageNew = {
  id: "msg_123",
  conversation_id: "conv_456",
  sender: "visitor",
  text: "Hello!",
  timestamp: "2026-02-12T10:30:00Z",
};
server.to(address).to(agents).emit("message.new", message);
server.on("connection", (client) => {
  client.on("visitor.typing", (typing) => console.log(typing.conversation_id));
});
