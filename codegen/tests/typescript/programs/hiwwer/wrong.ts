import { io, type Socket } from "socket.io-client";
import { Server } from "socket.io";
import type { ClientToServerEvents, ServerToClientEvents } from "@event-contracts/generated/hiwwer";

const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io("http://localhost");

// error: Expected 3 arguments, but got 2
socket.emit("order.join", { order_id: "ord_1001" });

// error: Property 'ok' does not exist on type 'Joined'
socket.emit("order.join", { order_id: "ord_1001" }, (answer) => console.log(answer.ok));

const server = new Server<ClientToServerEvents, ServerToClientEvents>();
server.on("connection", (client) => {
  // error: Type 'string' is not assignable to type 'boolean'
  client.on("order.join", (_, ack) => ack({ success: "yes" }));
});
