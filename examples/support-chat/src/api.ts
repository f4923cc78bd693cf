// The requests of chatflow: what must be stored goes this way, and comes back to everybody as an event.

import type { Sender } from "@event-contracts/generated/chatflow";

export interface Conversation {
  id: string;
  visitor_name: string | null;
  visitor_id: string;
  agent_name: string | null;
  status: "open" | "closed";
  unread_count: number;
  updated_at: string;
}

export interface Message {
  id: string;
  conversation_id: string;
  sender: Sender;
  /** Null once it is deleted. */
  text: string | null;
  timestamp: string;
}

interface Page<Item> {
  items: Item[];
}

/** The requests in the name of whoever has this token. */
export class Api {
  constructor(readonly token: string) {}

  conversations = () => this.#ask<Page<Conversation>>("GET", "/conversations?status=open").then(({ items }) => items);

  /** The oldest first, as a chat shows them. */
  messages = (conversation: string) =>
    this.#ask<Page<Message>>("GET", `/conversations/${conversation}/messages`).then(({ items }) => items.reverse());

  begin = () => this.#ask<Conversation>("POST", "/conversations");

  say = (conversation_id: string, text: string, client_id: string) =>
    this.#ask<Message>("POST", "/messages", { conversation_id, text, client_id });

  read = (message: string) => this.#ask<void>("POST", `/messages/${message}/read`);

  take = (conversation: string) => this.#ask<Conversation>("POST", `/conversations/${conversation}/assign`, {});

  close = (conversation: string) => this.#ask<Conversation>("POST", `/conversations/${conversation}/close`);

  #ask<Answer>(method: string, path: string, body?: unknown) {
    return ask<Answer>(method, path, body, { authorization: `Bearer ${this.token}` });
  }
}

/** Somebody comes to the site: who came before is known by a cookie. */
export const arrive = (page_url: string) => ask<{ token: string }>("POST", "/visitors", { page_url });

async function ask<Answer>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer> {
  const response = await fetch(`/api${path}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(problem(text) ?? `${method} ${path} was answered with ${response.status}`);
  return (text === "" ? undefined : JSON.parse(text)) as Answer;
}

/** What is wrong, in the server's words (RFC 9457). */
function problem(text: string): string | undefined {
  try {
    const { detail, title } = JSON.parse(text) as { detail?: string; title?: string };
    return detail ?? title;
  } catch {
    return undefined;
  }
}
