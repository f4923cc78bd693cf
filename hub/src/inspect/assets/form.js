// The send form: as the server, or as a client that is connected; made from the schemas of the contract.

import { el } from "./dom.js";
import { field } from "./fields.js";
import { pretty } from "./json.js";
import { encoded, sample } from "./schema.js";
import { send } from "./server.js";

export class Form {
  #view;
  #store;
  #by = "server";
  #contract;
  #event;
  #values;
  #inputs;
  #answer = el("div", { class: "answer", role: "status" });

  constructor(view, store) {
    this.#view = view;
    this.#store = store;
  }

  /** Shows it, with what was written before. */
  show() {
    if (!this.#inputs) this.#begin(this.#store.contracts.find(({ model }) => model)?.contract);
  }

  /** Fills it with an event that was seen. */
  fill(row) {
    this.#by = row.way === "in" ? "client" : "server";
    const { model } = this.#store.contracts.find(({ contract }) => contract === row.contract) ?? {};
    if (!model) return;
    this.#contract = row.contract;
    this.#event = this.#events().find(({ name }) => name === row.event);
    this.#values = this.#event ? argumentsOf(row, model) : undefined;
    this.#draw({ channel: row.channel === "everybody" ? undefined : row.channel, session: row.session });
  }

  get #model() {
    return this.#store.contracts.find(({ contract }) => contract === this.#contract)?.model;
  }

  #events() {
    const sends = this.#by === "server" ? (event) => event.server : (event) => event.client_sends;
    return (this.#model?.events ?? []).filter(sends);
  }

  #begin(contract, event) {
    this.#contract = contract;
    this.#event = event ?? this.#events()[0];
    this.#values = undefined;
    this.#draw({});
  }

  #draw(to) {
    const model = this.#model;
    const event = this.#event;
    const message = event?.[this.#by];
    const definitions = model?.definitions ?? {};
    const values = this.#values ?? message?.examples[0]?.arguments ?? message?.arguments.map(({ schema }) => sample(schema, definitions));
    this.#inputs = {
      arguments: (message?.arguments ?? []).map(({ name, schema }, at) => field(schema, definitions, { label: name ?? "payload", value: values?.[at] })),
      target: this.#target(to),
      anyway: el("input", { type: "checkbox" }),
    };
    const form = el(
      "form",
      { onsubmit: (submitted) => (submitted.preventDefault(), this.#send()) },
      el("div", { class: "line" }, this.#who(), this.#contracts(), this.#eventChoice()),
      event?.summary ? el("p", { class: "lead" }, event.summary) : "",
      this.#examples(message),
      this.#inputs.target.element,
      this.#inputs.arguments.map(({ element }) => element),
      event ? "" : el("p", { class: "lead" }, "There is no such event in this contract."),
      this.#by === "server" ? el("label", { class: "check" }, this.#inputs.anyway, " Send it although it breaks the contract") : "",
      el("div", {}, el("button", { class: "primary", disabled: !event }, "Send")),
    );
    this.#view.replaceChildren(el("div", { class: "send" }, form, this.#answer));
  }

  #who() {
    const radio = (by, words) => {
      const input = el("input", { type: "radio", name: "by", value: by, onchange: () => ((this.#by = by), this.#begin(this.#contract)) });
      input.checked = this.#by === by;
      return el("label", {}, input, words);
    };
    return el("div", { class: "choice", role: "radiogroup", "aria-label": "Who sends" }, radio("server", "As the server"), radio("client", "As a client"));
  }

  #contracts() {
    const options = this.#store.contracts.filter(({ model }) => model).map(({ contract }) => el("option", {}, contract));
    return labelled("Contract", el("select", { onchange: ({ target }) => this.#begin(target.value) }, options), this.#contract);
  }

  #eventChoice() {
    const events = this.#events();
    const choose = ({ target }) => this.#begin(this.#contract, events.find(({ name }) => name === target.value));
    return labelled("Event", el("select", { class: "mono", onchange: choose }, events.map(({ name }) => el("option", {}, name))), this.#event?.name);
  }

  #examples(message) {
    if (!message || message.examples.length < 2) return "";
    const options = message.examples.map(({ name, summary }, at) => el("option", { value: at }, name ?? summary ?? `example ${at + 1}`));
    const choose = ({ target }) => ((this.#values = message.examples[Number(target.value)].arguments), this.#draw({}));
    return labelled("Begin with", el("select", { onchange: choose }, el("option", { value: "" }, "…"), options), "");
  }

  /** Where it goes: `{ element, read(arguments) }`. */
  #target({ channel, session }) {
    const route = this.#event?.route;
    if (this.#by === "client" || route?.to === "connection") {
      const present = this.#store.present.get(this.#contract)?.connections ?? [];
      const options = present.map((own) => el("option", { value: own.session }, `${own.name ?? own.user ?? "nobody"} · ${own.session}`));
      const input = el("select", {}, options.length > 0 ? options : el("option", { value: "" }, "nobody is connected"));
      return { element: labelled(this.#by === "client" ? "As" : "To", input, session), read: () => ({ session: input.value || undefined }) };
    }
    if (route?.to !== "channel") return { element: el("p", { class: "soft" }, "It goes to everybody."), read: () => ({}) };
    const { address } = this.#model.channels.find(({ name }) => name === route.channel);
    const { parameters } = route;
    const known = this.#store.present.get(this.#contract)?.addresses ?? [];
    const asked = parameters.filter(({ field }) => !field).map((binding) => {
      const input = el("input", { class: "mono", autocomplete: "off", spellcheck: "false" });
      return { binding, input, element: labelled(binding.parameter, input) };
    });
    const own = el("input", { class: "mono", list: "addresses", placeholder: address, autocomplete: "off", spellcheck: "false" });
    own.value = channel ?? "";
    const listed = el("datalist", { id: "addresses" }, known.map(({ address }) => el("option", { value: address })));
    return {
      element: el("div", { class: "line" }, labelled("Channel", own), listed, asked.map(({ element }) => element)),
      read: (values) => {
        if (own.value) return { channel: own.value };
        const value = ({ parameter, field }) =>
          field ? field.reduce((inner, key) => inner?.[key], values[0]) : asked.find(({ binding }) => binding.parameter === parameter).input.value;
        const bound = new Map(parameters.map((binding) => [binding.parameter, value(binding)]));
        return { channel: address.replace(/\{([^}]+)\}/g, (_, name) => encoded(bound.get(name) ?? "")) };
      },
    };
  }

  async #send() {
    let wish;
    try {
      const values = this.#inputs.arguments.map(({ read }) => read() ?? null);
      const to = this.#inputs.target.read(values);
      wish = { contract: this.#contract, by: this.#by, ...to };
      if (this.#by === "server") Object.assign(wish, { event: this.#event.name, arguments: values, anyway: this.#inputs.anyway.checked });
      else wish.text = clientFrame(this.#model, this.#event.name, values);
    } catch (error) {
      return this.#tell({ problem: error.message });
    }
    try {
      this.#tell(await send(wish), wish);
    } catch (error) {
      this.#tell({ problem: error.message || "the server does not answer" });
    }
  }

  #tell({ problem, frame, text, acknowledgement }, wish) {
    if (problem) return this.#answer.replaceChildren(el("h2", {}, "Not sent"), el("p", { class: "problem" }, problem));
    this.#answer.replaceChildren(
      el("h2", {}, "Sent"),
      el("p", { class: "done" }, wish.channel ? `To ${wish.channel}` : wish.session ? `Connection ${wish.session}` : "To everybody"),
      pretty(frame === undefined ? text : JSON.stringify(frame)),
      ...(acknowledgement === undefined || acknowledgement === null ? [] : [el("h2", {}, "Acknowledged"), pretty(JSON.stringify(acknowledgement))]),
    );
  }
}

let count = 0;

function labelled(words, input, value) {
  if (value !== undefined) input.value = value;
  input.id = `form-${(count += 1)}`;
  return el("div", { class: "field" }, el("label", { for: input.id }, words), input);
}

/** The frame of an event as a client writes it. */
function clientFrame(model, name, values) {
  const { envelope } = model;
  if (!envelope?.wraps_clients) return JSON.stringify([name, ...values]);
  const frame = { [envelope.name]: name, ...sample(envelope.meta, model.definitions), ...(values.length > 0 ? { [envelope.payload]: values[0] } : {}) };
  return JSON.stringify(model.transport.kind === "websocket" ? frame : [name, frame]);
}

/** The arguments in the frame of a row. */
function argumentsOf(row, model) {
  try {
    const frame = JSON.parse(row.text);
    const wrapped = model.envelope && (row.way === "out" || model.envelope.wraps_clients);
    if (!wrapped) return frame.slice(1);
    const payload = (Array.isArray(frame) ? frame[1] : frame)[model.envelope.payload];
    return payload === undefined ? [] : [payload];
  } catch {
    return undefined;
  }
}
