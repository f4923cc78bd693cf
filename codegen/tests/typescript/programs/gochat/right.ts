import { frame, friendList, listen, parseFrame, path, reconnect } from "@event-contracts/generated/gochat";
import type { ChatHandlers, ClientFrame, ErrorCode, Failure, ServerFrame } from "@event-contracts/generated/gochat";

const socket = new WebSocket(`ws://localhost${path}?token=x`);

socket.send(frame("message.typing", { conversation_id: "conv-id-456", is_typing: true }));
socket.send(frame("ping"));
socket.send(frame("ping", { timestamp: "2026-02-12T10:30:00Z" }));

const incoming = parseFrame("{}");
switch (incoming.kind) {
  case "event":
    if (incoming.frame.type === "message.receive") console.log(incoming.frame.data.conversation_id);
    break;
  case "error":
    console.log(incoming.frame.type, incoming.frame.error);
    break;
  case "unknown":
    console.log(incoming.frame.type, incoming.frame.data);
    break;
  case "malformed":
    console.log(incoming.data);
}

const stop: () => void = listen(
  socket,
  friendList,
  {
    "friend.request": (request, meta) => console.log(request, meta.timestamp),
    "friend.accept": () => {},
    "friend.remove": () => {},
    "user.online": ({ user_id }) => console.log(user_id),
    "user.offline": ({ user_id }) => console.log(user_id),
    "user.status": ({ user_id, online }) => console.log(user_id, online),
  },
  (other) => console.log(other.kind),
);
stop();

const failed: ChatHandlers["error"] = ({ error }) => {
  const failure: Failure | undefined = error;
  console.log(failure?.code, failure?.retry_after);
};

const sent: ClientFrame = { type: "ping" };
const received: ServerFrame = { type: "pong", timestamp: "2026-02-12T10:30:00Z" };
const code: ErrorCode = "rate_limited";
console.log(failed, sent, received, code, reconnect.attempts);
