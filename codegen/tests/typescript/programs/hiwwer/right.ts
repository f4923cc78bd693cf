import { io, type Socket } from "socket.io-client";
import { Server } from "socket.io";
import type { ClientToServerEvents, ServerToClientEvents } from "@event-contracts/generated/hiwwer";

const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io("http://localhost");

socket.emit("order.join", { order_id: "ord_1001" }, (answer) => console.log(answer.success));
socket.timeout(1000).emit("order.join", { order_id: "ord_1001" }, (late, answer) => console.log(late, answer.success));
const answer: { success: boolean } = await socket.emitWithAck("order.join", { order_id: "ord_1001" });
console.log(answer);

const server = new Server<ClientToServerEvents, ServerToClientEvents>();
server.on("connection", (client) => {
  client.on("order.join", ({ order_id }, ack) => {
    void client.join(order_id);
    ack({ success: true });
  });
});
