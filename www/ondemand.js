// Parts of the page that are fetched when they are first asked for.

/**
 * @template T
 * @param {() => Promise<T>} load
 * @returns {() => Promise<T>} the same part each time; where it could not be had, the next call tries again (Firefox alone remembers the failure of a module until the page is loaded anew)
 */
export function onDemand(load) {
  /** @type {Promise<T> | null} */ let coming = null;
  return () =>
    (coming ??= load().catch((error) => {
      coming = null;
      throw error;
    }));
}
