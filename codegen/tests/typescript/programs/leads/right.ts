import { io, type Socket } from "socket.io-client";
import type { ClientToServerEvents, ServerToClientEvents } from "@event-contracts/generated/leads";

const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io("http://localhost");

socket.on("new_room_complete", (room) => {
  const name: string = room.leads_info.name;
  const loan: number | null = room.leads_info.outstanding;
  console.log(name, loan, room.last_message.content_text);
});

// Still sent, until its sunset.
socket.on("new_room", (room) => console.log(room.leads_info?.name));
