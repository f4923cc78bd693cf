// What the writers of schemas for the peers ask of a model's JSON Schema.

/** The name behind a reference. */
export const target = (schema) => schema.$ref?.slice("#/definitions/".length);

/** What stands beside null, where a schema is one or the other. */
export const besideNull = ({ oneOf }) => (oneOf?.length === 2 && oneOf[1].type === "null" ? oneOf[0] : undefined);

/** Whether a schema lets every value pass. */
export const isAny = (schema) => schema === true || !["$ref", "oneOf", "enum", "type"].some((key) => key in schema);

/** The definitions, each after those that it refers to, and the names of those that cannot stand so: they hold themselves. */
export const ordered = (definitions) => {
  const [list, cyclic, open] = [[], new Set(), []];
  const visit = (name) => {
    if (open.includes(name)) return cyclic.add(name);
    if (list.includes(name)) return undefined;
    open.push(name);
    JSON.stringify(definitions[name], (key, value) => (key === "$ref" ? visit(value.slice("#/definitions/".length)) : value));
    open.pop();
    return list.push(name);
  };
  Object.keys(definitions).forEach(visit);
  return { list, cyclic };
};

/** What each event with one payload carries, whoever sends it. */
export const carried = ({ events }) =>
  events.flatMap((event) =>
    ["server", "client"]
      .filter((side) => event[side]?.arguments.length === 1 && (side === "server" || event.client_sends))
      .map((side) => ({
        name: event.name,
        side,
        schema: event[side].arguments[0].schema,
        examples: event[side].examples.map((example) => example.arguments[0]),
      })),
  );
