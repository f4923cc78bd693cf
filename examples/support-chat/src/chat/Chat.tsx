// A conversation on the screen: the messages, the line in which to write, and what the connection is doing.

import type { Sender } from "@event-contracts/generated/chatflow";
import { type FormEvent, useEffect, useRef, useState } from "react";

import type { Link } from "../socket";
import type { Line } from "./useChat";

interface Props {
  lines: Line[];
  side: Sender;
  /** Who is at the other end, as the window calls them. */
  other: string;
  typing: boolean;
  closed: boolean;
  link: Link;
  say: (text: string) => void;
  /** Tries once more to send a line. */
  again: (line: Line) => void;
  write: (isTyping: boolean) => void;
}

const MARKS = { sending: "sending", failed: "not sent", sent: "✓", read: "✓✓" };
const LABELS = { sending: "Sending", failed: "Not sent", sent: "Sent", read: "Read" };

export function Chat({ lines, side, other, typing, closed, link, say, again, write }: Props) {
  const [text, setText] = useState("");
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    if (list.current) list.current.scrollTop = list.current.scrollHeight;
  }, [lines]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === "") return;
    say(text.trim());
    setText("");
    write(false);
  };

  return (
    <div className="chat">
      <Status link={link} />
      <ol ref={list} className="lines" aria-label="Messages" aria-live="polite" tabIndex={0}>
        {lines.map((line) => (
          <li key={line.draft ?? line.id} className={line.sender === side ? "line mine" : "line"} data-state={line.state}>
            <p>{line.text ?? <em>deleted</em>}</p>
            <small>
              <time dateTime={line.timestamp}>{new Date(line.timestamp).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })}</time>
              {line.state === "failed" && (
                <button type="button" onClick={() => again(line)}>
                  Try again
                </button>
              )}
              {line.sender === side && <span aria-label={LABELS[line.state]} role="img">{MARKS[line.state]}</span>}
            </small>
          </li>
        ))}
      </ol>
      <p className="typing" aria-live="polite">{typing ? `${other} is typing …` : " "}</p>
      {closed ? (
        <p className="closed">This conversation is closed.</p>
      ) : (
        <form className="composer" onSubmit={submit}>
          <input
            aria-label="Message"
            autoComplete="off"
            placeholder="Write a message"
            value={text}
            onChange={({ target }) => {
              setText(target.value);
              write(target.value !== "");
            }}
          />
          <button type="submit">Send</button>
        </form>
      )}
    </div>
  );
}

const WORDS: Record<Link, string> = {
  connecting: "Connecting …",
  open: "",
  "cut off": "No connection. Trying again …",
  back: "Back. What you missed is here.",
};

/** What becomes of the connection: shown while it matters. */
function Status({ link }: { link: Link }) {
  return (
    <p className="status" role="status" data-link={link}>
      {WORDS[link]}
    </p>
  );
}
