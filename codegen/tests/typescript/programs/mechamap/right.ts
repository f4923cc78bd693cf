import { io, type Socket } from "socket.io-client";
import { channels, listen, parseChannel, priorities, productPage } from "@event-contracts/generated/mechamap";
import type { ClientToServerEvents, ServerToClientEvents } from "@event-contracts/generated/mechamap";

const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io("http://localhost");

// The listener's argument is the envelope.
socket.on("forum.comment.created", (envelope) => {
  const name: "forum.comment.created" = envelope.event;
  const address: `thread.${number}` | undefined = envelope.channel;
  const priority: "medium" | undefined = envelope.priority;
  console.log(name, address, priority, envelope.timestamp, envelope.data.thread.id);
});

listen(socket, productPage, {
  "marketplace.stock.updated": ({ product_id, new_stock }, meta) => console.log(product_id, new_stock, meta.timestamp),
  "marketplace.price.changed": ({ new_price }) => console.log(new_price),
});

// What a client emits lies in no envelope.
socket.emit("join_channel", channels.thread({ thread_id: 456 }), (answer) => console.log(answer.success, answer.error));
socket.emit("join_channel", "thread.456", (answer) => console.log(answer.success));

const parsed = parseChannel("user.7.orders");
if (parsed?.channel === "user_orders") {
  const user: number = parsed.params.user_id;
  console.log(user);
}

const window: 2000 = priorities.medium.batch;
console.log(window);
