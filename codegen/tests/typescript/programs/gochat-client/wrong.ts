import { connect } from "@event-contracts/generated/gochat/client";

// error: Property 'token' is missing
connect("https://chat.example", {});
// error: Expected 2 arguments
connect("https://chat.example");
const client = connect("https://chat.example", { token: "t" });
// error: Argument of type '"message.recieve"' is not assignable
client.on("message.recieve", () => {});
// error: Property 'text' does not exist
client.on("message.receive", ({ text }) => console.log(text));
// error: Instead<"message.send goes through POST /api/conversations/:id/messages
client.emit("message.send", { conversation_id: "1", content: "Hello!" });
// error: Property 'is_typing' is missing
client.emit("message.typing", { conversation_id: "1" });
// error: Argument of type '"message.typing"' is not assignable
await client.request("message.typing", { conversation_id: "1", is_typing: true });
// error: Expected 2-3 arguments
await client.request("conversation.join");
// error: Property 'online' does not exist
(await client.request("conversation.join", { conversation_id: "1" })).online;
