// Asks an agent for a token, and keeps it for as long as the tab is open.

import { type FormEvent, useState } from "react";

import { Desk } from "./Desk";

const KEY = "token";

/** A token may also come with the link, as in `desk.html#token=...`. */
function known(): string | null {
  const given = new URLSearchParams(location.hash.slice(1)).get(KEY);
  if (given) {
    sessionStorage.setItem(KEY, given);
    history.replaceState(null, "", location.pathname);
  }
  return sessionStorage.getItem(KEY);
}

export function Door() {
  const [token, setToken] = useState(known);
  if (token) return <Desk token={token} />;

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = String(new FormData(event.currentTarget).get(KEY)).trim();
    sessionStorage.setItem(KEY, given);
    setToken(given);
  };
  return (
    <main className="door">
      <h1>The desk</h1>
      <p>The reference server makes a token for an agent:</p>
      <pre tabIndex={0}>cargo run -p reference-server -- token --user agent_12 --role agent --name Dilnoza</pre>
      <form onSubmit={submit}>
        <label>
          Token <input name={KEY} autoComplete="off" required />
        </label>
        <button type="submit">Sit down</button>
      </form>
    </main>
  );
}
