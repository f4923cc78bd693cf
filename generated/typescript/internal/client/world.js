// Part of the package that `eventspec gen` writes: edits are overwritten.
//
// What the client takes from where it runs: time, chance, and what the page says of itself. Tests give their own.

/** The longest time that a timer can wait. */
const LONGEST = 2_147_483_647;

/** The world as it is. */
export const real = {
  now: () => Date.now(),
  random: () => Math.random(),
  setTimeout: (run, after) => setTimeout(run, Math.min(after, LONGEST)),
  clearTimeout: (timer) => clearTimeout(timer),
  page: globalThis,
};

/** Whether the page says that it is offline. Node.js and some Workers do not say. */
export const isOffline = ({ page }) => page.navigator?.onLine === false;

/** Tells when a try may do better than before: the network is there again, or somebody looks. The function that it gives ends that. */
export const watch = ({ page }, look) => {
  const { document } = page;
  const seen = () => document.visibilityState === "visible" && look();
  page.addEventListener?.("online", look);
  document?.addEventListener?.("visibilitychange", seen);
  return () => {
    page.removeEventListener?.("online", look);
    document?.removeEventListener?.("visibilitychange", seen);
  };
};
