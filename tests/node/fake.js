// A socket for tests of components: it hears what the test says, and says what it was asked.

import { EventEmitter } from "node:events";

export class FakeSocket {
  connected = true;
  sent = [];
  /** What answers an event; without an answer it waits for ever. */
  answers = {};
  #heard = new EventEmitter();

  on(event, listener) {
    this.#heard.on(event, listener);
  }

  off(event, listener) {
    this.#heard.off(event, listener);
  }

  timeout() {
    return this;
  }

  emit(event, ...args) {
    const ack = typeof args.at(-1) === "function" ? args.pop() : () => {};
    this.sent.push([event, ...args]);
    const answer = this.answers[event];
    if (answer !== undefined) queueMicrotask(() => ack(null, ...(typeof answer === "function" ? [answer(...args)] : [answer])));
  }

  /** The server says something. */
  hear(event, ...args) {
    this.#heard.emit(event, ...args);
  }

  cut() {
    this.connected = false;
    this.hear("disconnect");
  }

  connect() {
    this.connected = true;
    this.hear("connect");
  }

  /** How many listeners there are in all. */
  get listeners() {
    return this.#heard.eventNames().reduce((count, event) => count + this.#heard.listenerCount(event), 0);
  }
}

/** Whatever is under way without a timer has been done. */
export const quiet = () => new Promise((resolve) => setTimeout(resolve, 0));
