// A world for the client whose time goes when it is told to, and a WebSocket whose other side is the test.

/** Time, chance and a page that do what a test says. */
export class World {
  constructor({ random = () => 0.5 } = {}) {
    this.time = 1_000_000;
    this.timers = new Map();
    this.last = 0;
    this.random = random;
    this.page = Object.assign(new EventTarget(), {
      navigator: { onLine: true },
      document: Object.assign(new EventTarget(), { visibilityState: "visible" }),
    });
    this.sockets = [];
    const world = this;
    this.WebSocket = class extends Socket {
      constructor(url, protocols) {
        super(url, protocols);
        world.sockets.push(this);
      }
    };
  }

  now = () => this.time;

  setTimeout = (run, after) => {
    this.last += 1;
    this.timers.set(this.last, { run, at: this.time + after });
    return this.last;
  };

  clearTimeout = (timer) => this.timers.delete(timer);

  /** Lets time go, and what waits for it happen in its order. */
  async pass(milliseconds) {
    const end = this.time + milliseconds;
    for (;;) {
      const [first] = [...this.timers].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at);
      if (first === undefined) break;
      const [timer, { run, at }] = first;
      this.timers.delete(timer);
      this.time = Math.max(this.time, at);
      run();
      await settled();
    }
    this.time = end;
    await settled();
  }

  /** The socket that was made last. */
  get socket() {
    return this.sockets.at(-1);
  }

  online(is) {
    this.page.navigator.onLine = is;
    this.page.dispatchEvent(new Event(is ? "online" : "offline"));
  }

  look() {
    this.page.document.dispatchEvent(new Event("visibilitychange"));
  }
}

/** What was promised by now has happened. */
export const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A WebSocket without a network. */
class Socket extends EventTarget {
  readyState = 0;
  bufferedAmount = 0;
  sent = [];

  constructor(url, protocols) {
    super();
    this.url = new URL(url);
    this.protocols = protocols;
  }

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close(code) {
    this.readyState = 3;
    this.closedWith = code;
  }

  // ---- The other side

  open() {
    this.readyState = 1;
    this.dispatchEvent(new Event("open"));
    return this;
  }

  /** Opens, and greets. */
  greet() {
    this.open();
    return this.say("connect", { message: "Connected successfully", client_id: "c" });
  }

  say(type, data, meta) {
    return this.text(JSON.stringify({ type, data, ...meta }));
  }

  text(data) {
    this.dispatchEvent(Object.assign(new Event("message"), { data }));
    return this;
  }

  end(code = 1006, reason = "") {
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event("close"), { code, reason }));
  }
}
