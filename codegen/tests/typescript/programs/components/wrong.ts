import { io, type Socket } from "socket.io-client";
import * as chatflow from "@event-contracts/generated/chatflow";
import * as hiwwer from "@event-contracts/generated/hiwwer";
import * as inChatflow from "@event-contracts/generated/chatflow/react";
import * as inHiwwer from "@event-contracts/generated/hiwwer/vue";

const chat: Socket<chatflow.ServerToClientEvents, chatflow.ClientToServerEvents> = io("http://localhost");
const market: Socket<hiwwer.ServerToClientEvents, hiwwer.ClientToServerEvents> = io("http://localhost");

// error: NotInContract<"conversation.new_message is called message.new">
inChatflow.useEvent(chat, "conversation.new_message", () => {});
// error: is missing the following properties from type 'InboxHandlers': "message.read", "conversation.assigned"
inChatflow.useListen(chat, chatflow.inbox, { "message.new": () => {} });
// error: Type '"agent_name"' is not assignable to type '"agent_id" | "timestamp"'
inChatflow.usePresence(chat, { online: "agent.online", offline: "agent.offline", key: "agent_name" });
// error: Argument of type '"nowhere"' is not assignable
inChatflow.useChannel(chat, "nowhere");
// error: '"moderators"' is not assignable
inHiwwer.useChannel(market, hiwwer.channels.moderators());
