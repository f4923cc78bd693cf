// The chat of a visitor: one conversation, which begins with the first message.

import { widget } from "@event-contracts/generated/chatflow";
import { useEvent, useListen } from "@event-contracts/generated/chatflow/react";
import { useEffect, useMemo, useState } from "react";

import { Api } from "../api";
import { Chat } from "../chat/Chat";
import { useChat } from "../chat/useChat";
import { useSocket } from "../useSocket";

export function Widget({ token }: { token: string }) {
  const api = useMemo(() => new Api(token), [token]);
  const [open, setOpen] = useState(false);
  const [unread, setUnread] = useState(0);
  const [agent, setAgent] = useState<string>();
  const [conversation, setConversation] = useState<string>();
  const { socket, link, startedOver } = useSocket(token);
  const chat = useChat(socket, api, conversation, "visitor");

  useEffect(() => {
    void api.conversations().then(([current]) => {
      setConversation(current?.id);
      setAgent(current?.agent_name ?? undefined);
    });
  }, [api]);
  useEffect(() => void chat.load(), [startedOver]);

  useListen(socket, widget, {
    "message.new": ({ sender }) => {
      if (sender === "agent" && !open) setUnread((count) => count + 1);
    },
  });
  useEvent(socket, "conversation.assigned", ({ agent_name }) => setAgent(agent_name));

  const begin = async () => {
    const { id } = await api.begin();
    setConversation(id);
    return id;
  };
  const toggle = () => {
    setOpen(!open);
    setUnread(0);
  };

  return (
    <aside className="widget" aria-label="Chat with us">
      {open && (
        <section className="widget-window">
          <h2>{agent ? `You chat with ${agent}` : "How can we help?"}</h2>
          <Chat
            {...chat}
            say={(text) => chat.say(text, begin)}
            again={(line) => chat.again(line, begin)}
            side="visitor"
            other={agent ?? "Somebody"}
            link={link}
          />
        </section>
      )}
      <button type="button" className="widget-button" aria-expanded={open} onClick={toggle}>
        {open ? "Close the chat" : "Chat with us"}
        {unread > 0 && <b className="badge">{unread} new</b>}
      </button>
    </aside>
  );
}
