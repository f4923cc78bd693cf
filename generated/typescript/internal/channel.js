// Part of the package that `eventspec gen` writes: edits are overwritten.

/** A parameter that is any text but the empty one. */
export const text = {
  accepts: (value) => typeof value === "string" && value !== "",
  read: (printed) => printed,
  asks: "a text that is not empty",
};

/** A parameter that is a whole number. */
export const integer = {
  accepts: Number.isSafeInteger,
  read: Number,
  asks: "a whole number that a JavaScript number can hold",
};

/** A parameter that is one of a few texts. */
export const oneOf = (values) => ({
  accepts: (value) => values.includes(value),
  read: (printed) => printed,
  asks: `one of ${values.join(", ")}`,
});

/** Percent-encodes all but letters, digits and `_ ~ @ + = -` (RFC 3986, 2.1). */
const encode = (value) =>
  encodeURIComponent(value)
    .replace(/[.!*'()]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%(?:40|2B|3D)/g, decodeURIComponent);

/** The value that is printed so, or nothing: only the form that `print` gives is read. */
const decode = (rule, printed) => {
  try {
    const value = rule.read(decodeURIComponent(printed));
    return rule.accepts(value) && print(rule, value) === printed ? value : undefined;
  } catch {
    return undefined;
  }
};

const print = (rule, value) => encode(String(value));

/** The function that prints a channel's addresses, with its parser. */
export const channel = (pattern, rules) => {
  // Literal texts at the even places, names of parameters at the odd ones.
  const parts = pattern.split(/[{}]/);
  const names = parts.filter((_, at) => at % 2 === 1);
  const source = parts.map((part, at) => (at % 2 === 1 ? "([\\w~@+=%-]+?)" : part.replace(/[^\w]/g, "\\$&"))).join("");
  const shape = new RegExp(`^${source}$`);

  const build = (params) =>
    parts
      .map((part, at) => {
        if (at % 2 === 0) return part;
        const [rule, value] = [rules[part], params[part]];
        if (!rule.accepts(value)) throw new RangeError(`\`${part}\` of \`${pattern}\` must be ${rule.asks}`);
        return print(rule, value);
      })
      .join("");

  const parse = (address) => {
    const found = shape.exec(address);
    if (found === null) return undefined;
    const params = names.map((name, at) => [name, decode(rules[name], found[at + 1])]);
    return params.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(params);
  };

  return Object.assign(build, { pattern, parse });
};

/** The first of the channels that the address belongs to, with the parameters. */
export const parseAny = (channels, address) => {
  for (const [name, { parse }] of Object.entries(channels)) {
    const params = parse(address);
    if (params !== undefined) return { channel: name, params };
  }
  return undefined;
};
