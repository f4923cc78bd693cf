// Part of the package that `eventspec gen` writes: edits are overwritten.

/** What a handler gets of what a listener got: out of an envelope the payload first, then the envelope. */
export const handed = (wire, event, args) => {
  if (!wire.enveloped || wire.withoutPayload.has(event)) return args;
  const [envelope, ...ack] = args;
  return [envelope?.[wire.payload], envelope, ...ack];
};

/** The payload among what a handler gets: nothing, one value, or the list of several. */
export const payloadOf = (wire, event, args) => {
  if (wire.withoutPayload?.has(event)) return undefined;
  const count = wire.several?.[event];
  return count === undefined ? args[0] : args.slice(0, count);
};

/** The arguments that a payload is sent as. */
export const argsOf = (wire, event, payload) => {
  if (wire.sentSeveral?.has(event)) return payload;
  return payload === undefined ? [] : [payload];
};
