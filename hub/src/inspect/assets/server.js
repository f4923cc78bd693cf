// The way to the server. The token comes after the `#` of the link, which no browser sends; from then on this tab remembers it.

const KEY = "inspector-token";

/** The token was missing or wrong. */
export class Locked extends Error {}

export function takeToken() {
  const found = /^#token=(.+)$/.exec(location.hash);
  if (!found) return;
  keepToken(decodeURIComponent(found[1]));
  history.replaceState(null, "", location.pathname + location.search);
}

export function keepToken(token) {
  sessionStorage.setItem(KEY, token);
}

function headers(more = {}) {
  const token = sessionStorage.getItem(KEY);
  return token ? { ...more, authorization: `Bearer ${token}` } : more;
}

async function ask(path, options = {}) {
  const response = await fetch(path, { ...options, headers: headers(options.headers), cache: "no-store" });
  if (response.status === 401) throw new Locked();
  return response;
}

/** The contracts that are served, with their models. */
export async function models() {
  const response = await ask("inspect/models");
  if (!response.ok) throw new Error((await response.text()).trim());
  return response.json();
}

/** Which versions are in use, and which former names can be removed; nothing where that cannot be read. */
export async function usage() {
  const response = await ask("contracts");
  return response.ok ? response.json() : undefined;
}

/** Sends an event: `{ sent, frame | text, acknowledgement? }`, or `{ problem }`. */
export async function send(wish) {
  const response = await ask("inspect/send", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(wish),
  });
  const type = response.headers.get("content-type") ?? "";
  return type.includes("json") ? response.json() : { problem: (await response.text()).trim() };
}

/** Reads the stream until it ends: `take` gets each line. */
export async function listen(take, signal) {
  const response = await ask("inspect/events", { signal });
  if (!response.ok) throw new Error((await response.text()).trim());
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop();
    for (const line of lines) take(JSON.parse(line));
  }
}
