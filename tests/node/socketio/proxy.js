// A TCP proxy before the test server, whose connections can be cut.

import { once } from "node:events";
import { connect, createServer } from "node:net";

export async function proxy(target) {
  let { hostname, port } = new URL(target);
  const open = new Set();
  let held = false;
  const server = createServer((near) => {
    const far = connect({ host: hostname, port });
    const pair = { near, far };
    open.add(pair);
    const end = () => {
      open.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const [from, to] of [[near, far], [far, near]]) {
      from.setNoDelay(true);
      if (!held) from.pipe(to);
      from.on("error", end);
      from.on("close", end);
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    /** Takes whoever connects from now on elsewhere. */
    lead(elsewhere) {
      ({ hostname, port } = new URL(elsewhere));
    },
    /** Lets nothing through any more, either way, and says so to nobody: as a cable that is pulled out. */
    hold() {
      held = true;
      for (const { near, far } of open) for (const side of [near, far]) side.unpipe().pause();
    },
    /** Lets those through who connect from now on. */
    release() {
      held = false;
    },
    /** Cuts every connection, both ways, without a word. */
    cut() {
      for (const { near, far } of open) {
        near.resetAndDestroy();
        far.resetAndDestroy();
      }
    },
    close() {
      server.close();
      this.cut();
    },
  };
}
