// One conversation as a window shows it: its messages, who is typing, and what this side can do.

import { conversationWindow, type Sender } from "@event-contracts/generated/chatflow";
import { useEvent, useListen } from "@event-contracts/generated/chatflow/react";
import { useCallback, useEffect, useReducer, useRef, useState } from "react";

import type { Api, Message } from "../api";
import type { ChatSocket } from "../socket";

/** How long somebody counts as typing after the last word of it, in milliseconds. */
const TYPING = 4_000;

export interface Line extends Message {
  /** The id that this window gave it, until the server has told its own. */
  draft?: string;
  state: "sending" | "failed" | "sent" | "read";
}

type Change =
  | { do: "leave" }
  | { do: "load"; messages: Message[] }
  | { do: "draft"; line: Line }
  | { do: "mark"; draft: string; state: "sending" | "failed" }
  | { do: "stored"; draft: string; id: string; timestamp: string }
  | { do: "add"; message: Message }
  | { do: "read"; id: string; reader: Sender }
  | { do: "delete"; id: string };

function change(lines: Line[], to: Change): Line[] {
  switch (to.do) {
    case "leave":
      return [];
    case "load": {
      // What came or was written while they were loaded stays, behind them.
      const known = new Map(lines.map((line) => [line.id, line]));
      const loaded = to.messages.map((message): Line => ({ state: "sent", ...known.get(message.id), ...message }));
      const ids = new Set(loaded.map(({ id }) => id));
      return [...loaded, ...lines.filter(({ id }) => !ids.has(id))];
    }
    case "draft":
      return [...lines, to.line];
    case "mark":
      return lines.map((line) => (line.draft === to.draft ? { ...line, state: to.state } : line));
    case "stored": {
      // It was another window's.
      if (!lines.some((line) => line.draft === to.draft)) return lines;
      // The same message may have come as an event before.
      const others = lines.filter((line) => line.id !== to.id || line.draft === to.draft);
      const stored = ({ state }: Line) => (state === "read" ? state : "sent");
      return others.map((line) => (line.draft === to.draft ? { ...line, id: to.id, timestamp: to.timestamp, state: stored(line) } : line));
    }
    case "add":
      return lines.some((line) => line.id === to.message.id) ? lines : [...lines, { ...to.message, state: "sent" }];
    case "read": {
      // Reading a message reads those before it.
      const last = lines.findIndex((line) => line.id === to.id);
      return lines.map((line, at) => (at <= last && line.sender !== to.reader ? { ...line, state: "read" } : line));
    }
    case "delete":
      return lines.map((line) => (line.id === to.id ? { ...line, text: null } : line));
  }
}

/** The conversation of this id, for one of its sides; none while there is none. */
export function useChat(socket: ChatSocket, api: Api, conversation: string | undefined, side: Sender) {
  const [lines, update] = useReducer(change, []);
  const [closed, setClosed] = useState(false);
  const [typing, setTyping] = useState(false);
  const other: Sender = side === "agent" ? "visitor" : "agent";
  const ours = (of: { conversation_id: string }) => of.conversation_id === conversation;

  const shown = useRef<string>(undefined);
  const load = useCallback(async () => {
    if (!conversation) return;
    // Cut off just now: the events that were missed will come, or the chat is loaded anew.
    const messages = await api.messages(conversation).catch(() => undefined);
    // Another conversation may have been opened meanwhile.
    if (messages && shown.current === conversation) update({ do: "load", messages });
  }, [api, conversation]);
  useEffect(() => {
    shown.current = conversation;
    void load();
    return () => {
      shown.current = undefined;
      if (!conversation) return;
      update({ do: "leave" });
      setTyping(false);
      setClosed(false);
    };
  }, [load, conversation]);

  useEvent(socket, "message.new", (message) => {
    if (!ours(message)) return;
    if (message.sender === other) setTyping(false);
    update({ do: "add", message });
    if (message.sender === other && document.visibilityState === "visible") void api.read(message.id).catch(() => {});
  });
  useEvent(socket, "message.read", ({ id, reader, ...of }) => {
    if (ours(of)) update({ do: "read", id, reader });
  });

  const over = useRef<ReturnType<typeof setTimeout>>(undefined);
  const heard = (from: Sender, is_typing: boolean) => {
    if (from === side) return;
    clearTimeout(over.current);
    setTyping(is_typing);
    if (is_typing) over.current = setTimeout(() => setTyping(false), TYPING);
  };
  useListen(socket, conversationWindow, {
    "message.sent": ({ id, client_id, timestamp, ...of }) => {
      if (ours(of) && client_id !== undefined) update({ do: "stored", draft: client_id, id, timestamp });
    },
    "message.deleted": (of) => ours(of) && update({ do: "delete", id: of.id }),
    "conversation.closed": (of) => ours(of) && setClosed(true),
    "conversation.reopened": (of) => ours(of) && setClosed(false),
    "agent.typing": (of) => ours(of) && heard("agent", of.is_typing),
    "visitor.typing": (of) => ours(of) && heard("visitor", of.is_typing),
  });

  /** Stores a line, in the conversation that there is or in one that this begins. The server knows a draft that it has stored. */
  const store = async (draft: string, text: string, begin: () => Promise<string>) => {
    try {
      const { id, timestamp } = await api.say(conversation ?? (await begin()), text, draft);
      update({ do: "stored", draft, id, timestamp });
    } catch {
      update({ do: "mark", draft, state: "failed" });
    }
  };
  const say = (text: string, begin: () => Promise<string>) => {
    const draft = crypto.randomUUID();
    const line = { id: draft, draft, conversation_id: conversation ?? "", sender: side, text, timestamp: new Date().toISOString() };
    update({ do: "draft", line: { ...line, state: "sending" } });
    void store(draft, text, begin);
  };
  const again = ({ draft = "", text }: Line, begin: () => Promise<string>) => {
    update({ do: "mark", draft, state: "sending" });
    void store(draft, text ?? "", begin);
  };

  const told = useRef(0);
  /** Tells the other side that this one is typing: not at every key. */
  const write = (is_typing: boolean) => {
    if (!conversation || (is_typing && Date.now() - told.current < TYPING / 2)) return;
    told.current = is_typing ? Date.now() : 0;
    const typing = { conversation_id: conversation, is_typing };
    if (side === "agent") socket.emit("agent.typing", typing);
    else socket.emit("visitor.typing", typing);
  };

  return { lines, typing, closed, say, again, write, load };
}
