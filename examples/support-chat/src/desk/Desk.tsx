// The desk: who waits, who else is there, and the conversation that is open.

import { agentDesk, inbox } from "@event-contracts/generated/chatflow";
import { useListen, usePresence } from "@event-contracts/generated/chatflow/react";
import { useCallback, useEffect, useMemo, useState } from "react";

import { Api, type Conversation } from "../api";
import { Chat } from "../chat/Chat";
import { useChat } from "../chat/useChat";
import { useSocket } from "../useSocket";

export function Desk({ token }: { token: string }) {
  const api = useMemo(() => new Api(token), [token]);
  const { socket, link, startedOver } = useSocket(token);
  const [conversations, setConversations] = useState<Conversation[]>([]);
  const [texts, setTexts] = useState<Record<string, string>>({});
  const [arrivals, setArrivals] = useState<{ id: string; page: string }[]>([]);
  const [open, setOpen] = useState<string>();
  const agents = usePresence(socket, { online: "agent.online", offline: "agent.offline", key: "agent_id" });

  const load = useCallback(async () => setConversations(await api.conversations()), [api]);
  useEffect(() => void load(), [load, startedOver]);

  const edit = (id: string, with_: (conversation: Conversation) => Partial<Conversation>) =>
    setConversations((all) => all.map((one) => (one.id === id ? { ...one, ...with_(one) } : one)));

  useListen(socket, inbox, {
    "message.new": ({ conversation_id: id, sender, text }) => {
      setTexts((all) => ({ ...all, [id]: text }));
      if (sender === "visitor" && id !== open) edit(id, ({ unread_count }) => ({ unread_count: unread_count + 1 }));
    },
    "message.read": () => {},
    "conversation.assigned": ({ conversation_id: id, agent_name }) => edit(id, () => ({ agent_name })),
  });
  useListen(socket, agentDesk, {
    "conversation.new": () => void load(),
    "visitor.new": ({ visitor_id: id, page_url }) => setArrivals((all) => [{ id, page: new URL(page_url).pathname }, ...all].slice(0, 5)),
    "agent.online": () => {},
    "agent.offline": () => {},
  });

  const chat = useChat(socket, api, open, "agent");
  useEffect(() => void chat.load(), [startedOver]);
  const current = conversations.find(({ id }) => id === open);

  const choose = (conversation: Conversation) => {
    setOpen(conversation.id);
    edit(conversation.id, () => ({ unread_count: 0 }));
    if (!conversation.agent_name) void api.take(conversation.id);
  };

  return (
    <div className="desk">
      <nav className="desk-side" aria-label="Conversations">
        <h1>Desk</h1>
        <p className="agents" aria-label="Agents who are there">
          {[...agents.values()].map(({ agent_id, agent_name }) => (
            <span key={agent_id} className="agent">{agent_name}</span>
          ))}
        </p>
        <ul className="waiting">
          {conversations.map((conversation) => (
            <li key={conversation.id}>
              <button type="button" aria-current={conversation.id === open} onClick={() => choose(conversation)}>
                <b>{nameOf(conversation)}</b>
                <span>{texts[conversation.id] ?? "…"}</span>
                {conversation.unread_count > 0 && <i className="badge">{conversation.unread_count} new</i>}
              </button>
            </li>
          ))}
        </ul>
        {conversations.length === 0 && <p className="nobody">Nobody waits.</p>}
        {arrivals.length > 0 && <h2>On the site</h2>}
        <ul className="arrivals">
          {arrivals.map(({ id, page }) => (
            <li key={id}>
              Somebody looks at <code>{page}</code>
            </li>
          ))}
        </ul>
      </nav>
      <main className="desk-main">
        {current ? (
          <>
            <header>
              <h2>{nameOf(current)}</h2>
              <p>{current.agent_name ? `${current.agent_name} is in charge` : "Nobody is in charge yet"}</p>
              <button type="button" onClick={() => void api.close(current.id)} disabled={chat.closed}>
                Close the conversation
              </button>
            </header>
            <Chat
              {...chat}
              say={(text) => chat.say(text, async () => current.id)}
              again={(line) => chat.again(line, async () => current.id)}
              side="agent"
              other={nameOf(current)}
              link={link}
            />
          </>
        ) : (
          <p className="nobody">Choose a conversation.</p>
        )}
      </main>
    </div>
  );
}

const nameOf = ({ visitor_name, visitor_id }: Conversation) => visitor_name ?? `Visitor ${visitor_id.slice(-4)}`;
