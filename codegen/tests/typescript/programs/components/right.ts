import { io, type Socket } from "socket.io-client";
import { ref } from "vue";
import * as chatflow from "@event-contracts/generated/chatflow";
import * as hiwwer from "@event-contracts/generated/hiwwer";
import * as mechamap from "@event-contracts/generated/mechamap";
import * as inChatflow from "@event-contracts/generated/chatflow/react";
import * as inHiwwer from "@event-contracts/generated/hiwwer/react";
import * as inMechamap from "@event-contracts/generated/mechamap/vue";

const chat: Socket<chatflow.ServerToClientEvents, chatflow.ClientToServerEvents> = io("http://localhost");
const market: Socket<hiwwer.ServerToClientEvents, hiwwer.ClientToServerEvents> = io("http://localhost");
const forum: Socket<mechamap.ServerToClientEvents, mechamap.ClientToServerEvents> = io("http://localhost");

inChatflow.useEvent(chat, "message.new", ({ text }) => console.log(text));
inChatflow.useEvent(null, "message.new", ({ text }) => console.log(text));
inChatflow.useListen(chat, chatflow.widget, { "message.new": ({ text }) => console.log(text) });

// A channel that the server puts its clients in has a standing, too.
const agents: inChatflow.Standing = inChatflow.useChannel(chat, chatflow.channels.agents());
if (agents.state === "joined") console.log(agents.back);
const order = inHiwwer.useChannel(market, hiwwer.channels.order({ order_id: "ord_1001" }));
if (order.state === "denied") console.log(order.error.message);
inHiwwer.useChannel(undefined, null);

const there = inChatflow.usePresence(chat, { online: "agent.online", offline: "agent.offline", key: "agent_id" });
const name: string | undefined = there.get("agent_12")?.agent_name;
const watched = inHiwwer.usePresence(market, {
  changed: "user.presence_changed",
  key: "user_id",
  present: ({ status }) => status === "online",
});
const one: hiwwer.UserPresence | undefined = watched.get("usr_9");

// In Vue they may be refs and getters.
const thread = ref(456);
const standing = inMechamap.useChannel(() => forum, () => mechamap.channels.thread({ thread_id: thread.value }));
inMechamap.useEvent(forum, "forum.comment.created", (payload, { timestamp }) => console.log(payload.comment, timestamp));
console.log(standing.value.state, name, one);
