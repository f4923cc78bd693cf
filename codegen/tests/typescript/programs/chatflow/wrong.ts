import { io, type Socket } from "socket.io-client";
import { Server } from "socket.io";
import { channels, inbox, listen } from "@event-contracts/generated/chatflow";
import type { ClientToServerEvents, EventName, ServerToClientEvents } from "@event-contracts/generated/chatflow";

const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io("http://localhost");

// The wrong name of STATE_MANAGEMENT.md.
// error: NotInContract<"conversation.new_message is called message.new">
socket.on("conversation.new_message", () => {});

// error: Argument of type '"message.nwe"' is not assignable
socket.on("message.nwe", () => {});

// error: Property 'content' does not exist on type 'MessageNew'
socket.on("message.new", (message) => console.log(message.content));

// error: Argument of type '"message.new"' is not assignable to parameter of type '"agent.typing" | "visitor.typing"'
socket.emit("message.new", { text: "Hello!" });

// error: Type 'Sender' is not assignable to type '"bot"'
socket.on("message.new", (message: { sender: "bot" }) => console.log(message.sender));

// error: Property '"conversation.assigned"' is missing
listen(socket, inbox, {
  "message.new": () => {},
  "message.read": () => {},
});

listen(socket, inbox, {
  // error: Property 'id' does not exist on type 'Pick<MessageNew,
  "message.new": (message) => console.log(message.id),
  "message.read": () => {},
  "conversation.assigned": () => {},
});

const foreign: Socket<{ "order.created": (id: string) => void }> = io("http://localhost");
// error: Argument of type 'Socket<{ "order.created": (id: string) => void; }
listen(foreign, inbox, { "message.new": () => {}, "message.read": () => {}, "conversation.assigned": () => {} });

// error: Type 'number' is not assignable to type 'string'
channels.conversation({ conversation_id: 456 });

// error: Expected 1 arguments, but got 0
channels.conversation();

// error: Type '"conversation.new_message"' is not assignable to type 'EventName'
export const name: EventName = "conversation.new_message";

// Servers of Node are told the same.
const server = new Server<ClientToServerEvents, ServerToClientEvents>();
// error: Instead<"conversation.new_message is called message.new">
server.to("agents").emit("conversation.new_message", { text: "Hello!" });
// error: missing the following properties from type 'MessageNew': id, conversation_id, sender, timestamp
server.emit("message.new", { text: "Hello!" });
