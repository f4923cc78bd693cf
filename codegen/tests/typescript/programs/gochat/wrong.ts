import { chatList, frame, listen, parseFrame } from "@event-contracts/generated/gochat";

const socket = new WebSocket("ws://localhost/ws/user");

// The bug that the document is about: what a client broadcast was never stored.
// error: Instead<"message.send goes through POST /api/conversations/:id/messages: what is sent over the socket is not stored">
socket.send(frame("message.send", { conversation_id: "conv-id-456", content: "Hello!" }));

// error: Argument of type '"message.receive"' is not assignable
socket.send(frame("message.receive", {}));

// error: Property 'is_typing' is missing
socket.send(frame("message.typing", { conversation_id: "conv-id-456" }));

const incoming = parseFrame("{}");
// error: This comparison appears to be unintentional
if (incoming.kind === "event" && incoming.frame.type === "message.recieve") console.log(incoming);

// error: Property '"conversation.create"' is missing
listen(socket, chatList, { "conversation.list": () => {}, "message.receive": () => {} });
