// What the tests of the client lean on: people of gochat with a client each, and waiting for what has to come.

import { WebSocket } from "ws";

import { connect } from "../../../generated/typescript/gochat/client.js";
import { fresh, until, within } from "../server/support.js";

export { random } from "../random.js";
export { until };

/** Somebody with an account, and what they do through requests. */
export class Person {
  constructor(server, name) {
    this.server = server;
    this.id = fresh("user");
    this.token = server.token({ user: this.id, name });
  }

  async must(method, at, body) {
    const answer = await this.server.request(method, this.server.at("gochat", at), { token: this.token, body });
    if (answer.status >= 300) throw new Error(`${method} ${at}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async talkTo(other) {
    return (await this.must("POST", "/api/conversations", { type: "direct", member_ids: [other.id] })).id;
  }

  async write(conversation, content) {
    return this.must("POST", `/api/conversations/${conversation}/messages`, { content });
  }

  /** A client of this person, at the server or at what stands before it. */
  client(options = {}, base = this.server.base) {
    return connect(base, { WebSocket, token: () => this.token, otherwise: unexpected, connectTimeout: 60_000, ...options });
  }
}

/** Two people who talk to each other. */
export async function pair(server) {
  const [one, two] = [new Person(server, "One"), new Person(server, "Two")];
  for (const person of [one, two]) await person.must("PATCH", "/api/profile", {});
  return { one, two, conversation: await one.talkTo(two) };
}

const unexpected = (incoming) => {
  throw new Error(`nobody expected ${JSON.stringify(incoming)}`);
};

/** Waits until the client is where it should be, however short it is there. */
export function stateOf(client, kind) {
  return within(`the state \`${kind}\``, (resolve) => {
    const look = (state) => {
      if (state.kind !== kind) return;
      stop();
      resolve(state);
    };
    const stop = client.onState(look);
    look(client.state);
  });
}

/** The next payload of an event that fits. */
export function next(client, event, fits = () => true) {
  return within(`\`${event}\``, (resolve) => {
    const look = (...args) => {
      if (!fits(...args)) return;
      client.off(event, look);
      resolve(args[0]);
    };
    client.on(event, look);
  });
}
