// The connection of a component: opened with it, closed with it.

import { useEffect, useState } from "react";

import { type ChatSocket, type Link, connect } from "./socket";

/** A connection of whoever has this token; `startedOver` counts how often what was missed had to be loaded anew. */
export function useSocket(token: string): { socket: ChatSocket; link: Link; startedOver: number } {
  const [link, setLink] = useState<Link>("connecting");
  const [startedOver, setStartedOver] = useState(0);
  const [socket] = useState(() => connect(token, () => setStartedOver((times) => times + 1), setLink));
  useEffect(() => {
    socket.connect();
    return () => void socket.disconnect();
  }, [socket]);
  return { socket, link, startedOver };
}
