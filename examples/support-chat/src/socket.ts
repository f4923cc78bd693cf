// The connection: typed by the catalogue, and it comes back by itself with everything that was missed.

import { fingerprint, namespace, recoverable } from "@event-contracts/generated/chatflow";
import type { ClientToServerEvents, ServerToClientEvents } from "@event-contracts/generated/chatflow";
import { type Socket, io } from "socket.io-client";

export type ChatSocket = Socket<ServerToClientEvents, ClientToServerEvents>;

/** What is known of the connection. */
export type Link = "connecting" | "open" | "cut off" | "back";

/** A connection of whoever has this token, still closed. `startOver` is called where what was missed is gone. */
export function connect(token: string, startOver: () => void, changed: (link: Link) => void): ChatSocket {
  const socket: ChatSocket = io(namespace, {
    path: "/api/socket.io",
    autoConnect: false,
    auth: { token, contract: fingerprint },
  });
  let before = false;
  recoverable(socket, { startOver });
  socket.on("connect", () => {
    changed(before ? "back" : "open");
    before = true;
  });
  socket.on("disconnect", () => changed("cut off"));
  return socket;
}
