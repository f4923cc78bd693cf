// Part of the package that `eventspec gen` writes: edits are overwritten.
//
// Where a contract is reached, and what a client says of itself in the query.

/** The URL to dial, but for what changes from dial to dial. A URL without a path gets the contract's. */
export const addressOf = ({ path, fingerprint }, url, query = {}) => {
  const address = new URL(url, globalThis.location?.href);
  address.protocol = address.protocol.replace(/^http/, "ws");
  if (path !== undefined && address.pathname === "/") address.pathname = path;
  address.searchParams.set("contract", fingerprint);
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined) address.searchParams.set(key, typeof value === "string" ? value : JSON.stringify(value));
  }
  return address;
};

/** The URL of one dial. */
export const dialled = (address, changing) => {
  const url = new URL(address);
  for (const [key, value] of Object.entries(changing)) {
    if (value !== undefined) url.searchParams.set(key, value);
  }
  return url.href;
};
