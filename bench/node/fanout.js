// The peer: Node's own Socket.IO server. `node fanout.js ROOMS`.

const http = require("node:http");
const net = require("node:net");
const readline = require("node:readline");
const { Server } = require("socket.io");

const text = "Could you send me the measurements of the second one too? I would like to compare them tonight.";
const rooms = Number(process.argv[2]);
const numbers = new Array(rooms).fill(0);
let come = 0;
let next = 0;

const server = http.createServer();
const io = new Server(server, { serveClient: false });
io.on("connection", (socket) => socket.join(String(come++ % rooms)));

const orders = net.createServer((stream) => {
  readline.createInterface({ input: stream }).on("line", (line) => {
    const [word, count] = line.split(" ");
    if (word !== "tick") throw new Error(`\`${line}\` is no order`);
    for (let sent = 0; sent < Number(count); sent += 1) {
      const room = next;
      next = (next + 1) % rooms;
      numbers[room] += 1;
      const micros = Math.round((performance.timeOrigin + performance.now()) * 1000);
      io.to(String(room)).emit("load.tick", { room_id: String(room), number: numbers[room], sent_at: micros, text });
    }
  });
});

server.listen(0, "127.0.0.1", () => {
  orders.listen(0, "127.0.0.1", () => console.log(`ready ${server.address().port} ${orders.address().port}`));
});
