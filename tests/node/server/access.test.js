// Who may enter which channel, tried from outside: for every channel of every catalogue, everybody who must not get in tries to, by
// `auth.recover` and by the contract's own events that join; nobody does. Whoever may, does.
//
// The channels and the events that join them are those of the catalogues: a new one that is not tried here fails the last test.

import assert from "node:assert/strict";
import { randomInt } from "node:crypto";

import { contract, systems } from "./contracts.js";
import { fresh, suites } from "./support.js";

/** Every role that some system knows. Somebody with a role and nothing else is a kind of user to keep out. */
const ROLES = ["agent", "visitor", "admin", "moderator", "seller"];

/** A position of a log that there is not: whoever may enter is told so, and enters. */
const POSITION = "0.aaaaaaaa";

const someNumber = () => randomInt(1, 2 ** 40);

/** Makes a person: numbers are the ids of mechamap. */
function person(server, id, ...roles) {
  const token = server.token({ user: String(id), name: "Somebody", roles });
  const must = async (method, at, body) => {
    const answer = await server.request(method, at, { token, body });
    assert.ok(answer.status < 300, `${method} ${at}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  return { id, token, must };
}

/**
 * The channels of each system that are tried: one address of each, who may enter (`may`), who by a role alone (`roles`) or in any
 * case (`open`), and who may enter another channel of the same kind and not this one (`others`).
 */
const scenes = {
  async chatflow(server) {
    const visitor = async () => {
      const { visitor_id, token } = (await server.post("/chatflow/visitors", { page_url: "https://example.com" })).body;
      const { id } = (await server.post("/chatflow/conversations", undefined, token)).body;
      return { id: visitor_id, token, conversation: id };
    };
    const [one, other] = [await visitor(), await visitor()];
    return {
      conversation: { params: { conversation_id: one.conversation }, may: { visitor: one }, roles: ["agent"], others: { "another visitor": other } },
      agents: { params: {}, may: {}, roles: ["agent"], others: { "a visitor": one } },
    };
  },

  async leads(server) {
    const agent = person(server, fresh("agent"), "agent");
    const room = await agent.must("POST", "/leads/rooms", { phone: String(628_000_000_000 + someNumber() % 1_000_000_000) });
    return { room: { params: { room_id: room.room_id }, may: {}, roles: ["agent"], others: {} } };
  },

  async gochat(server) {
    const [one, two, three] = ["a", "b", "c"].map((name) => person(server, fresh(name)));
    for (const each of [one, two, three]) await each.must("PATCH", "/gochat/api/profile", {});
    const talk = (by, ...others) =>
      by.must("POST", "/gochat/api/conversations", { type: "direct", member_ids: others.map((other) => other.id) });
    const own = await talk(one, two);
    await talk(two, three);
    return {
      conversation: { params: { conversation_id: own.id }, may: { one, two }, others: { "a member of another": three } },
      user: { params: { user_id: one.id }, may: { one }, others: { "another user": two } },
      user_status: { params: { user_id: one.id }, may: { three }, open: "authenticated" },
    };
  },

  async mechamap(server) {
    const [one, two, three] = [someNumber(), someNumber(), someNumber()].map((id) => person(server, id));
    for (const each of [one, two, three]) await each.must("PATCH", "/mechamap/profile", {});
    const conversation = await one.must("POST", "/mechamap/conversations", { participant_ids: [two.id] });
    await two.must("POST", "/mechamap/conversations", { participant_ids: [three.id] });
    const seller = person(server, someNumber(), "seller");
    const others = { "another user": two };
    const open = (params) => ({ params, may: { one }, open: "public" });
    const own = (name) => ({ params: { [name]: one.id }, may: { one }, others });
    return {
      user: own("user_id"),
      user_messages: own("user_id"),
      user_orders: own("user_id"),
      user_following: own("user_id"),
      following: own("follower_id"),
      thread: open({ thread_id: someNumber() }),
      forum: open({ forum_id: someNumber() }),
      marketplace: open({}),
      showcase: open({ showcase_id: someNumber() }),
      product: open({ product_id: someNumber() }),
      admin_notifications: { params: {}, may: {}, roles: ["admin"], others },
      moderator_reports: { params: {}, may: {}, roles: ["moderator"], others },
      seller: {
        params: { seller_id: seller.id },
        may: { seller },
        others: { "another seller": person(server, someNumber(), "seller"), "the same without the role": person(server, seller.id) },
      },
      conversation: { params: { conversation_id: conversation.id }, may: { one, two }, others: { "a participant of another": three } },
    };
  },

  async hiwwer(server, connect) {
    const [client, performer, other, moderator] = [
      person(server, fresh("client")), person(server, fresh("performer")), person(server, fresh("other")),
      person(server, fresh("moderator"), "moderator"),
    ];
    // Who connects is known.
    for (const each of [client, performer, other]) (await connect("hiwwer", each.token)).close();
    const order = await client.must("POST", "/hiwwer/orders", { performer_id: performer.id, title: "A logo" });
    await other.must("POST", "/hiwwer/orders", { performer_id: performer.id, title: "Another" });
    const dispute = await client.must("POST", "/hiwwer/disputes", { order_id: order.id, reason: "Late" });
    return {
      order: { params: { order_id: order.id }, may: { client, performer }, others: { "the client of another": other, moderator } },
      dispute: { params: { dispute_id: dispute.dispute_id }, may: { client, performer }, roles: ["moderator"], others: { "the client of another order": other } },
      user: { params: { user_id: client.id }, may: { client }, others: { performer, moderator } },
      presence: { params: { user_id: client.id }, may: { performer }, roles: ["moderator"], others: { "the client of another": other } },
      moderators: { params: {}, may: {}, roles: ["moderator"], others: { client } },
    };
  },
};

/** The address of a channel, printed. */
function address(system, channel, params) {
  const escape = (value) => encodeURIComponent(String(value)).replace(/[.!~*'()-]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
  // The words of the tests' ids are letters, digits and `_`; so are those of the systems, UUIDs apart.
  const plain = (value) => (/^[\w-]*$/.test(String(value)) ? String(value) : escape(value));
  return contract(system).channels[channel].address.replace(/\{(\w+)\}/g, (_, name) => plain(params[name]));
}

/** The events by which a client can ask to enter a channel, each with what it says. */
function joins(system, channel, params) {
  return Object.entries(contract(system).events).flatMap(([event, declared]) => {
    const target = typeof declared.joins === "string" ? declared.joins : declared.joins?.channel;
    if (target === "any") return [[event, address(system, channel, params)]];
    return target === channel ? [[event, params]] : [];
  });
}

/** Everybody who comes, with whether the channel lets them in. */
function visitors(server, system, scene) {
  const by = { ...Object.fromEntries(Object.entries(scene.may).map(([name, who]) => [name, [who.token, true]])) };
  for (const [name, who] of Object.entries(scene.others ?? {})) by[name] = [who.token, scene.open !== undefined];
  const id = () => (system === "mechamap" ? someNumber() : fresh("stranger"));
  by.anonymous = [undefined, scene.open === "public"];
  by.stranger = [person(server, id()).token, scene.open !== undefined];
  for (const role of ROLES) {
    by[`somebody with the role ${role}`] = [person(server, id(), role).token, scene.open !== undefined || (scene.roles ?? []).includes(role)];
  }
  return Object.entries(by).map(([name, [token, may]]) => ({ name, token, may }));
}

/** Connects, asks to enter in every way, and says whether it is in; none where it could not even connect. */
async function enter(at, system, token, channel, params, { recover, ask }) {
  const { server, connect } = at;
  const place = address(system, channel, params);
  const wanted = recover ? { [place]: POSITION } : {};
  const isIn = (client) => client.frames.some(({ name, payload }) => name === "hub:position" && payload.channel === place);
  if (system === "gochat") {
    const query = new URLSearchParams({ ...(token ? { token } : {}), recover: JSON.stringify(wanted) });
    const client = await server.plain(system, `/ws/user?${query}`).catch(() => undefined);
    if (!client) return undefined;
    try {
      const gone = client.closed.then(() => "gone");
      if (ask) for (const [event, payload] of joins(system, channel, params)) client.send(event, payload);
      client.send("ping");
      const answer = await Promise.race([gone, client.next("pong")]);
      return answer === "gone" ? undefined : isIn(client);
    } finally {
      client.close();
    }
  }
  const client = await connect(system, token, { auth: { recover: wanted } }).catch(() => undefined);
  if (!client) return undefined;
  if (ask) for (const [event, payload] of joins(system, channel, params)) await new Promise((answer) => client.socket.emit(event, payload, answer));
  await client.settled();
  const inside = isIn(client);
  client.close();
  return inside;
}

suites(({ once }) => {
  for (const system of systems) {
    once(`${system}: nobody enters what the rules do not give`, async (at) => {
      const scene = await scenes[system](at.server, at.connect);
      assert.deepEqual(Object.keys(scene).sort(), Object.keys(contract(system).channels).sort(), "every channel is tried");
      let kept = 0;
      let entered = 0;
      for (const [channel, one] of Object.entries(scene)) {
        for (const { name, token, may } of visitors(at.server, system, one)) {
          const how = { recover: true, ask: false };
          const byRecovery = await enter(at, system, token, channel, one.params, how);
          const byAsking = await enter(at, system, token, channel, one.params, { recover: false, ask: true });
          const told = `${name} in ${address(system, channel, one.params)}`;
          if (may) {
            // Who may not even connect without a token is no witness; everybody else who may enter does.
            if (name !== "anonymous") assert.equal(byRecovery, true, `${told}, by recovery`);
            if (name !== "anonymous" && joins(system, channel, one.params).length > 0) assert.equal(byAsking, true, `${told}, by asking`);
            entered += 1;
          } else {
            assert.ok(!byRecovery, `${told}, by recovery`);
            assert.ok(!byAsking, `${told}, by asking`);
            kept += 1;
          }
        }
      }
      assert.ok(kept > 0 && entered >= Object.keys(scene).length, `${kept} were kept out, ${entered} entered`);
    });

    once(`${system}: no other spelling of an address leads anywhere`, async (at) => {
      const scene = await scenes[system](at.server, at.connect);
      for (const [channel, one] of Object.entries(scene)) {
        const [who] = [...Object.values(one.may), ...(one.roles ?? []).map((role) => person(at.server, system === "mechamap" ? someNumber() : fresh("x"), role))];
        const right = address(system, channel, one.params);
        const spelt = [`${right} `, ` ${right}`, right.toUpperCase(), right.replace(/[.:]/, "%2E"), right.replace(/.$/, (last) => `%${last.charCodeAt(0).toString(16)}`), "*", "", `${right}.`];
        const wanted = Object.fromEntries(spelt.filter((each) => each !== right).map((each) => [each, POSITION]));
        const heard = [];
        if (system === "gochat") {
          const query = new URLSearchParams({ token: who.token, recover: JSON.stringify(wanted) });
          const client = await at.server.plain(system, `/ws/user?${query}`);
          client.send("ping");
          await client.next("pong");
          heard.push(...client.all("hub:position"));
          client.close();
        } else {
          const client = await at.connect(system, who.token, { auth: { recover: wanted } });
          await client.settled();
          heard.push(...client.all("hub:position"));
          client.close();
        }
        // Everybody is in `*` from the start; that is what a client recovers by this name.
        const strange = heard.map((notice) => notice.channel).filter((place) => place in wanted && place !== "*");
        assert.deepEqual(strange, [], right);
      }
    });
  }
});
