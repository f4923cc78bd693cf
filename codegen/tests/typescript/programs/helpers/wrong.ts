import { io, type Socket } from "socket.io-client";
import * as chatflow from "@event-contracts/generated/chatflow";
import * as hiwwer from "@event-contracts/generated/hiwwer";

const chat: Socket<chatflow.ServerToClientEvents, chatflow.ClientToServerEvents> = io("http://localhost");
const market: Socket<hiwwer.ServerToClientEvents, hiwwer.ClientToServerEvents> = io("http://localhost");

// A wrong name is told the right one.
// error: NotInContract<"conversation.new_message is called message.new">
chatflow.once(chat, "conversation.new_message", (message) => console.log(message));
// error: '"conversation.new_message"' is not assignable to parameter of type '"conversation.new_message is called message.new"'
chatflow.waitFor(chat, "conversation.new_message");
// error: '"conversation.new_message"' is not assignable to parameter of type '"conversation.new_message is called message.new"'
chatflow.events(chat, "conversation.new_message");
// error: Argument of type '"message.nwe"' is not assignable
chatflow.waitFor(chat, "message.nwe");

// error: Property 'content' does not exist on type 'MessageNew'
chatflow.waitFor(chat, "message.new", { where: (message) => message.content === "Hello!" });

// An event that nothing answers can't be asked.
// error: Argument of type '"order.leave"' is not assignable
hiwwer.request(market, "order.leave", { order_id: "ord_1001" });
// error: 'order' does not exist in type 'OrderJoin'
hiwwer.request(market, "order.join", { order: "ord_1001" });
// error: Expected 3-4 arguments, but got 2
hiwwer.request(market, "order.join");

// Only channels that clients enter can be entered.
// error: '"moderators"' is not assignable to parameter of type '`dispute.${string}` | `order.${string}` | `presence.${string}`'
hiwwer.join(market, hiwwer.channels.moderators());
// error: Argument of type '"order:x"' is not assignable
hiwwer.leave(market, "order:x");
// error: Property 'join' does not exist
chatflow.join(chat, chatflow.channels.agents());

// A socket of another contract is none of this one.
// error: Argument of type 'Socket<ServerToClientEvents, ClientToServerEvents>' is not assignable
chatflow.once(market, "message.new", () => {});
// error: Argument of type 'Socket<ServerToClientEvents, ClientToServerEvents>' is not assignable
hiwwer.join(chat, hiwwer.channels.order({ order_id: "ord_1001" }));
