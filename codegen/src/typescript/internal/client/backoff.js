// Part of the package that `eventspec gen` writes: edits are overwritten.
//
// When to come back, and whether: the contract's policy, and what a close frame says.

/** Where the contract has no policy of its own: as long as it takes. */
const USUAL = { attempts: Infinity, delay: 1000, step: 1000 };

/** Codes that say that the same again would end the same (RFC 6455, 7.4.1). */
const NOT_LIKE_THIS = new Set([1002, 1003, 1007, 1008, 1009, 1010]);

/** Codes of the hub after which a client comes back at once: read too slowly, token expired, no sign of life. */
const AT_ONCE = new Set([4000, 4002, 4005]);

/** What a server may ask a client to wait at most, in milliseconds. */
const MOST = 3_600_000;

/** The policy of the contract, with what the application says otherwise. */
export const policyOf = (contracts, own) => ({
  ...USUAL,
  longest: 30_000,
  jitter: 0.5,
  ...contracts,
  ...(own === false ? { attempts: 0 } : own),
});

/** How many milliseconds to wait before the next try, after so many that failed; nothing where that were too many. */
export const delayOf = ({ attempts, delay, step, longest, jitter }, tried, random) =>
  tried < attempts ? Math.min(delay + step * tried, longest) * (1 + jitter * (2 * random() - 1)) : undefined;

/** What the end of a connection says: whether to come back at all, and after how long, if it says so. */
export const readClose = ({ code, reason }) => {
  const named = /come back in (\d+) ms$/.exec(reason);
  const after = named ? Math.min(Number(named[1]), MOST) : AT_ONCE.has(code) ? 0 : undefined;
  return { final: NOT_LIKE_THIS.has(code) || code >= 4100, after };
};
