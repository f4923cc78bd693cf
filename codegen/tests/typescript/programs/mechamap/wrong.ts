import { io, type Socket } from "socket.io-client";
import { channels } from "@event-contracts/generated/mechamap";
import type { ClientToServerEvents, ServerToClientEvents } from "@event-contracts/generated/mechamap";

const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io("http://localhost");

// The payload lies in the envelope.
// error: Property 'comment' does not exist on type 'ServerEnvelope<"forum.comment.created">'
socket.on("forum.comment.created", (envelope) => console.log(envelope.comment));

// error: This comparison appears to be unintentional
socket.on("forum.comment.created", (envelope) => envelope.priority === "high");

// A forgotten acknowledgement.
// error: Expected 3 arguments, but got 2
socket.emit("join_channel", channels.thread({ thread_id: 456 }));

// No channel has such an address.
// error: Argument of type '"thread-456"' is not assignable to parameter of type
socket.emit("join_channel", "thread-456", () => {});

// The envelope is for what the server sends.
// error: is not assignable to parameter of type
socket.emit("join_channel", { event: "join_channel", data: "thread.456" }, () => {});

// error: Type 'string' is not assignable to type 'number'
channels.thread({ thread_id: "456" });
