// leads end to end: WhatsApp's webhook in, what the agents' front ends read out.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";

import { contract } from "./contracts.js";
import { fresh, suites } from "./support.js";

let number = 6_280_000_000_000 + Math.floor(Math.random() * 1_000_000_000);
const newPhone = () => String((number += 1));

/** A delivery of WhatsApp's Cloud API with one message. */
function delivery(phone, message, name) {
  return {
    object: "whatsapp_business_account",
    entry: [
      {
        id: "102290129340398",
        changes: [
          {
            field: "messages",
            value: {
              messaging_product: "whatsapp",
              metadata: { display_phone_number: "15550783881", phone_number_id: "106540352242922" },
              contacts: [{ profile: name === undefined ? {} : { name }, wa_id: phone }],
              messages: [{ from: phone, id: fresh("wamid"), timestamp: "1762079405", ...message }],
            },
          },
        ],
      },
    ],
  };
}

const text = (body, rest = {}) => ({ type: "text", text: { body }, ...rest });

async function deliver(server, body) {
  const answer = await server.post("/leads/webhook/whatsapp", body);
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
}

async function agent({ server, connect }, name = "Siti") {
  const id = fresh("agent");
  const token = server.token({ user: id, roles: ["agent"], name });
  return { id, name, token, client: await connect("leads", token) };
}

/** What the document's recommended front end does with its events: the sidebar. */
function sidebar(client) {
  let rooms = [];
  for (const { name, payload } of client.frames) {
    if (name === "new_room_complete") rooms = [payload, ...rooms];
    if (name === "new_message") {
      rooms = rooms.map((room) =>
        room.room_id === payload.room_id
          ? {
              ...room,
              last_message: {
                content_text: payload.content_text,
                content_type: payload.content_type,
                created_at: payload.created_at,
              },
              unread_count: room.unread_count + 1,
            }
          : room,
      );
    }
  }
  return rooms;
}

suites(({ flow, once }) => {
  // The document's first scenario.
  flow("a new customer's first message makes a complete room", async (at) => {
    const { server } = at;
    const siti = await agent(at);
    const phone = newPhone();
    await deliver(server, delivery(phone, text("Hello from customer"), "John Doe"));
    const room = await siti.client.next("new_room_complete", (room) => room.room_phone === phone);
    assert.equal(room.leads_info.name, "John Doe");
    assert.equal(room.room_title, "John Doe");
    assert.equal(room.last_message.content_text, "Hello from customer");
    assert.equal(room.last_message.user_id, null);
    assert.deepEqual([room.unread_count, room.message_count, room.participants], [1, 1, []]);

    await siti.client.settled();
    assert.deepEqual(siti.client.all("new_message", (message) => message.room_id === room.room_id), []);
    const [shown] = sidebar(siti.client).filter(({ room_id }) => room_id === room.room_id);
    assert.equal(shown.leads_info.name, "John Doe");

    // The room window fetches the messages when it is clicked.
    const { body } = await server.get(`/leads/messages?room_id=${room.room_id}`, siti.token);
    assert.deepEqual(body.messages.map((message) => message.content_text), ["Hello from customer"]);
  });

  // The document's second scenario.
  flow("a customer who writes again updates the room", async (at) => {
    const { server } = at;
    const siti = await agent(at);
    const phone = newPhone();
    await deliver(server, delivery(phone, text("First")));
    const room = await siti.client.next("new_room_complete", (room) => room.room_phone === phone);
    await deliver(server, delivery(phone, text("Second")));
    const message = await siti.client.next("new_message", (message) => message.room_id === room.room_id);
    assert.deepEqual([message.content_text, message.user_id, message.status], ["Second", null, "sent"]);
    await siti.client.settled();
    assert.equal(siti.client.all("new_room_complete", ({ room_phone }) => room_phone === phone).length, 1);
    const [shown] = sidebar(siti.client).filter(({ room_id }) => room_id === room.room_id);
    assert.deepEqual([shown.last_message.content_text, shown.unread_count], ["Second", 2]);

    // What the sidebar shows is what a reload shows.
    const { body } = await server.get(`/leads/rooms/${room.room_id}`, siti.token);
    assert.deepEqual([body.unread_count, body.message_count, body.last_message.content_text], [2, 2, "Second"]);
    assert.equal((await server.post(`/leads/rooms/${room.room_id}/read`, undefined, siti.token)).status, 204);
    assert.equal((await server.get(`/leads/rooms/${room.room_id}`, siti.token)).body.unread_count, 0);
  });

  // "Unknown Customer" of the troubleshooting.
  flow("the name is never missing", async (at) => {
    const { server } = at;
    const siti = await agent(at);
    for (const name of [undefined, "", " "]) {
      const phone = newPhone();
      await deliver(server, delivery(phone, text("Hi"), name));
      const room = await siti.client.next("new_room_complete", (room) => room.room_phone === phone);
      assert.equal(room.leads_info.name, `Customer ${phone}`);
      assert.equal(room.leads_info.id, null);
      assert.equal((await server.get(`/leads/rooms/${room.room_id}`, siti.token)).body.leads_info.name, `Customer ${phone}`);
    }
    const phone = newPhone();
    const lead = { name: "Budi", outstanding: 50_000_000, loan_type: "personal_loan", leads_status: "cold", contact_status: "contacted" };
    assert.equal((await server.request("PUT", `/leads/leads/${phone}`, { token: siti.token, body: lead })).status, 204);
    await deliver(server, delivery(phone, text("Hi"), "budi 99"));
    const room = await siti.client.next("new_room_complete", (room) => room.room_phone === phone);
    const { id, ...info } = room.leads_info;
    assert.ok(id);
    assert.deepEqual(info, { ...lead, phone });
  });

  flow("a room is made without an event, and told of with its first message", async (at) => {
    const { server } = at;
    const siti = await agent(at);
    const phone = newPhone();
    const made = await server.post("/leads/rooms", { phone }, siti.token);
    assert.equal(made.status, 201);
    assert.equal((await server.post("/leads/rooms", { phone }, siti.token)).status, 200);
    await siti.client.settled();
    for (const name of ["new_room", "new_room_complete"]) {
      assert.deepEqual(siti.client.all(name, (room) => room.room_phone === phone), []);
    }
    const { room_id } = made.body;
    const posted = await server.post("/leads/messages", { room_id, content_text: "Good morning" }, siti.token);
    assert.equal(posted.status, 201);
    const room = await siti.client.next("new_room_complete", (room) => room.room_id === room_id);
    assert.deepEqual([room.unread_count, room.last_message.user_id], [0, siti.id]);
    assert.deepEqual(room.participants, [{ user_id: siti.id, name: "Siti" }]);
  });

  flow("agents answer, with files and quotes", async (at) => {
    const { server } = at;
    const [siti, agus] = [await agent(at), await agent(at, "Agus")];
    const phone = newPhone();
    const question = delivery(phone, text("When do I pay?"));
    const [{ id: wamid }] = question.entry[0].changes[0].value.messages;
    await deliver(server, question);
    const { room_id } = await siti.client.next("new_room_complete", (room) => room.room_phone === phone);
    const answer = {
      room_id,
      content_type: "document",
      content_text: "Your schedule of payments",
      reply_to_wa_message_id: wamid,
      media_id: "1013859600285441",
      gcs_filename: "2025/11/schedule.pdf",
      gcs_url: "https://storage.googleapis.com/leads-media/2025/11/schedule.pdf",
      file_size: 48213,
      mime_type: "application/pdf",
      original_filename: "schedule.pdf",
      metadata: { campaign: "november" },
    };
    const posted = await server.post("/leads/messages", answer, siti.token);
    assert.equal(posted.status, 201, JSON.stringify(posted.body));
    const heard = await agus.client.next("new_message", (message) => message.id === posted.body.id);
    assert.deepEqual(heard, posted.body);
    for (const [key, value] of Object.entries(answer)) assert.deepEqual(heard[key], value, key);
    assert.equal(heard.user_id, siti.id);
    const room = (await server.get(`/leads/rooms/${room_id}`, agus.token)).body;
    assert.deepEqual([room.unread_count, room.message_count], [0, 2]);
    assert.deepEqual(room.participants, [{ user_id: siti.id, name: "Siti" }]);

    const refused = (body) => server.post("/leads/messages", body, siti.token);
    assert.equal((await refused({ room_id, content_text: " " })).body.field, "content_text");
    assert.equal((await refused({ room_id, content_type: "image" })).body.field, "media_id");
    assert.equal((await refused({ room_id: "none", content_text: "x" })).status, 404);
  });

  flow("what customers send is kept as it came", async (at) => {
    const { server } = at;
    const siti = await agent(at);
    const phone = newPhone();
    await deliver(server, delivery(phone, text("First")));
    const { room_id } = await siti.client.next("new_room_complete", (room) => room.room_phone === phone);
    const told = async (message) => {
      await deliver(server, delivery(phone, message));
      return siti.client.next("new_message", (message) => message.room_id === room_id);
    };
    const image = await told({ type: "image", image: { id: "img1", mime_type: "image/jpeg", sha256: "x", caption: "My card" } });
    assert.deepEqual([image.content_type, image.content_text, image.media_type, image.media_id], ["image", "My card", "image", "img1"]);
    const document = await told({ type: "document", document: { id: "doc1", mime_type: "application/pdf", filename: "id.pdf" } });
    assert.deepEqual([document.content_text, document.original_filename, document.mime_type], [null, "id.pdf", "application/pdf"]);
    const reply = await told(text("That one", { context: { from: phone, id: "wamid.first" } }));
    assert.equal(reply.reply_to_wa_message_id, "wamid.first");
    const reaction = await told({ type: "reaction", reaction: { message_id: "wamid.first", emoji: "👍" } });
    assert.deepEqual([reaction.reaction_emoji, reaction.reaction_to_wa_message_id], ["👍", "wamid.first"]);
    const place = await told({ type: "location", location: { latitude: -6.2, longitude: 106.8 } });
    assert.deepEqual([place.content_type, place.metadata.location], ["location", { latitude: -6.2, longitude: 106.8 }]);
  });

  flow("a delivery that is repeated is stored once", async (at) => {
    const { server } = at;
    const siti = await agent(at);
    const phone = newPhone();
    const first = delivery(phone, text("Once"));
    const second = delivery(phone, text("Twice"));
    await Promise.all(Array.from({ length: 10 }, () => deliver(server, first)));
    await Promise.all(Array.from({ length: 10 }, () => deliver(server, second)));
    const { room_id } = await siti.client.next("new_room_complete", (room) => room.room_phone === phone);
    await siti.client.next("new_message", (message) => message.room_id === room_id);
    await siti.client.settled();
    assert.equal(siti.client.all("new_room_complete", (room) => room.room_phone === phone).length, 1);
    assert.equal(siti.client.all("new_message", (message) => message.room_id === room_id).length, 1);
    const { body } = await server.get(`/leads/messages?room_id=${room_id}`, siti.token);
    assert.deepEqual(body.messages.map((message) => message.content_text), ["Twice", "Once"]);
    assert.equal((await server.get(`/leads/rooms/${room_id}`, siti.token)).body.unread_count, 2);
  });

  once("statuses only go forward, and nobody is told of them", async (at) => {
    const { server } = at;
    const siti = await agent(at);
    const { body: room } = await server.post("/leads/rooms", { phone: newPhone() }, siti.token);
    const wamid = fresh("wamid");
    await server.post("/leads/messages", { room_id: room.room_id, content_text: "Hi", wa_message_id: wamid }, siti.token);
    const tell = (status, timestamp) => {
      const body = delivery("1", {});
      body.entry[0].changes[0].value = { statuses: [{ id: wamid, status, timestamp, recipient_id: "1" }] };
      return deliver(server, body);
    };
    const status = async () => {
      const { body } = await server.get(`/leads/messages?room_id=${room.room_id}`, siti.token);
      return [body.messages[0].status, body.messages[0].status_timestamp];
    };
    await tell("delivered", "1762079405");
    assert.deepEqual(await status(), ["delivered", "2025-11-02T10:30:05.000Z"]);
    await tell("read", "1762079410");
    await tell("delivered", "1762079405");
    assert.deepEqual(await status(), ["read", "2025-11-02T10:30:10.000Z"]);
    await siti.client.settled();
    assert.equal(siti.client.all("new_message", (message) => message.room_id === room.room_id).length, 0);
  });

  // What front ends of before were built on: promised until the sunset in the catalogue.
  flow("the former events are still told to who listens to them", async (at) => {
    const { server } = at;
    const siti = await agent(at);
    const phone = newPhone();
    await deliver(server, delivery(phone, text("First"), "John"));
    const room = await siti.client.next("new_room", (room) => room.room_phone === phone);
    assert.deepEqual([room.last_message, room.unread_count, room.leads_info], [null, 0, null]);
    const names = siti.client.frames.filter(({ payload }) => payload?.room_phone === phone).map(({ name }) => name);
    assert.deepEqual(names, ["new_room_complete", "new_room"]);

    // Nobody in the room yet: `room:new_message` goes to who opened it.
    assert.deepEqual(siti.client.all("room:new_message"), []);
    siti.client.send("room:join", { room_id: room.room_id });
    await siti.client.settled();
    await deliver(server, delivery(phone, text("Second")));
    const inRoom = await siti.client.next("room:new_message", (message) => message.room_id === room.room_id);
    const everywhere = await siti.client.next("new_message", (message) => message.room_id === room.room_id);
    assert.deepEqual(inRoom, everywhere);
    siti.client.send("room:leave", { room_id: room.room_id });
    await siti.client.settled();
    await deliver(server, delivery(phone, text("Third")));
    await siti.client.next("new_message", (message) => message.content_text === "Third");
    await siti.client.settled();
    assert.equal(siti.client.all("room:new_message").length, 1);
  });

  flow("only agents connect, and only to rooms that there are", async (at) => {
    const { server, connect } = at;
    const stranger = server.token({ user: "somebody", roles: ["visitor"] });
    await assert.rejects(connect("leads", stranger));
    await assert.rejects(connect("leads", undefined));
    const siti = await agent(at);
    const nobody = await siti.client.ask("room:join", { room_id: "no-such-room" });
    assert.equal(nobody.error.code, "denied");
    assert.equal((await siti.client.ask("room:join", {})).error.field, "room_id");
    for (const token of [undefined, stranger]) {
      const status = token ? 403 : 401;
      assert.equal((await server.get("/leads/rooms", token)).status, status);
      assert.equal((await server.get("/leads/messages?room_id=x", token)).status, status);
      assert.equal((await server.post("/leads/messages", { room_id: "x", content_text: "x" }, token)).status, status);
    }
  });

  // The race of the document, from outside: two half-full events can't meet any more.
  flow("a thousand first messages at once make each room complete, once and first", async (at) => {
    const { server } = at;
    const siti = await agent(at);
    const one = newPhone();
    const phones = [...Array(500).fill(one), ...Array.from({ length: 500 }, newPhone)];
    const queue = phones.map((phone, index) => delivery(phone, text(`message ${index}`)));
    const worker = async () => {
      for (let body = queue.pop(); body; body = queue.pop()) await deliver(server, body);
    };
    await Promise.all(Array.from({ length: 64 }, worker));
    await siti.client.settled();
    const own = new Set(phones);
    const complete = siti.client.all("new_room_complete", (room) => own.has(room.room_phone));
    assert.equal(complete.length, 501);
    const seen = new Set();
    let later = 0;
    for (const { name, payload } of siti.client.frames) {
      if (name === "new_room_complete") {
        assert.ok(!seen.has(payload.room_id));
        seen.add(payload.room_id);
        assert.deepEqual([payload.message_count, payload.unread_count], [1, 1]);
        assert.equal(payload.leads_info.name, `Customer ${payload.room_phone}`);
      } else if (name === "new_message") {
        assert.ok(seen.has(payload.room_id), "a message came before its room");
        later += 1;
      }
    }
    assert.equal(later, 499);
    const shown = sidebar(siti.client).find((room) => room.room_phone === one);
    assert.equal(shown.unread_count, 500);
  });

  once("the list of rooms is paged", async (at) => {
    const { server } = at;
    const siti = await agent(at);
    for (let room = 0; room < 3; room += 1) await server.post("/leads/rooms", { phone: newPhone() }, siti.token);
    const seen = [];
    let query = "?limit=2";
    for (;;) {
      const { body } = await server.get(`/leads/rooms${query}`, siti.token);
      seen.push(...body.items.map((room) => room.room_id));
      if (!body.next) break;
      query = `?limit=100&after=${encodeURIComponent(body.next)}`;
    }
    assert.ok(seen.length >= 3);
    assert.equal(new Set(seen).size, seen.length);
  });

  once("every event of the catalogue has a flow", async () => {
    const tried = ["new_room_complete", "new_room", "new_message", "room:new_message", "room:join", "room:leave"];
    assert.deepEqual(Object.keys(contract("leads").events).sort(), tried.sort());
  });
});

suites(
  ({ once }) => {
    once("WhatsApp sets the webhook up, and signs what it delivers", async ({ server }) => {
      const setUp = (token) =>
        server.get(`/webhook/whatsapp?hub.mode=subscribe&hub.verify_token=${token}&hub.challenge=1158201444`);
      const answer = await setUp("our-token");
      assert.deepEqual([answer.status, answer.body], [200, "1158201444"]);
      assert.equal((await setUp("another")).status, 403);

      const body = JSON.stringify(delivery(newPhone(), text("Signed")));
      const post = (signature) =>
        server.request("POST", "/webhook/whatsapp", { body, headers: signature ? { "x-hub-signature-256": signature } : {} });
      const digest = createHmac("sha256", "app-secret").update(body).digest("hex");
      assert.equal((await post(`sha256=${digest}`)).status, 200);
      const wrong = createHmac("sha256", "another").update(body).digest("hex");
      for (const signature of [undefined, "", "sha256=", `sha256=${wrong}`, digest, `sha256=${digest}00`, `sha256=${digest.slice(2)}`]) {
        assert.equal((await post(signature)).status, 401, signature);
      }
    });
  },
  {
    args: ["--system", "leads"],
    env: { REFERENCE_SERVER_LEADS_WHATSAPP_SECRET: "app-secret", REFERENCE_SERVER_LEADS_WHATSAPP_VERIFY_TOKEN: "our-token" },
  },
);
