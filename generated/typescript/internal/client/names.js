// Part of the package that `eventspec gen` writes: edits are overwritten.
//
// Names that are not in the contract are mistakes, also where no compiler looks.

/** What the names of a contract may be used for. */
export const namesOf = ({ name, wire, sends, aliases }) => {
  const sent = new Set(sends);
  const wrong = (event, does) => {
    const right = aliases && Object.hasOwn(aliases, event) ? `: it is called \`${aliases[event]}\`` : "";
    throw new TypeError(`\`${event}\` is no event that ${does} in \`${name}\`${right}`);
  };
  return {
    sends: (event) => sent.has(event) || wrong(event, "clients send"),
    hears: (event) => wire.names.has(event) || event.startsWith("hub:") || wrong(event, "the server sends"),
  };
};
