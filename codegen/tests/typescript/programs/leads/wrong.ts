import { io, type Socket } from "socket.io-client";
import type { ClientToServerEvents, ServerToClientEvents } from "@event-contracts/generated/leads";

const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io("http://localhost");

// error: NotInContract<"new_room_with_message is called new_room_complete">
socket.on("new_room_with_message", () => {});

// error: 'room.leads_info' is possibly 'null'
socket.on("new_room", (room) => console.log(room.leads_info.name));
