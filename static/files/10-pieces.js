/* The files of a version. They come in pieces: scripts that call catalogFiles.put, so that it works from a disk. */
(() => {
  "use strict";

  /** @type {Map<string, {version: string, data: any}>} */
  const pieces = new Map();

  /** The site was published anew while the page was open: pieces of two listings don't fit together. */
  class StaleData extends Error {
    constructor() {
      super("The catalog was updated meanwhile");
      this.name = "StaleData";
    }
  }

  const addScript = (address, isUrgent) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.fetchPriority = isUrgent ? "high" : "low";
      script.onload = () => resolve();
      script.onerror = () => {
        script.remove();
        reject(new Error("A part of the list of files could not be loaded"));
      };
      document.head.append(script);
    });

  /**
   * Loads pieces by adding script elements. One is asked for once; one that did not come may be asked for again.
   * @param {{base: string, packed: string, version: string}} source where the scripts lie, with a slash at the end; the
   *   script that holds all pieces, or ""; what the pieces must say of themselves
   * @returns {(name: string, isUrgent?: boolean) => Promise<any>} gives a piece's data
   */
  const loader = ({ base, packed, version }) => {
    /** @type {Map<string, Promise<void>>} */
    const asked = new Map();
    const load = (script, isUrgent) => {
      if (!asked.has(script)) {
        // The version keeps a cache from giving a piece of another listing.
        const loading = addScript(`${base}${script}.js?v=${version}`, isUrgent);
        asked.set(script, loading);
        loading.catch(() => asked.delete(script));
      }
      return asked.get(script);
    };
    return async (name, isUrgent = true) => {
      await load(packed || name, isUrgent);
      const found = pieces.get(name);
      if (found?.version !== version) throw new StaleData();
      return found.data;
    };
  };

  window.catalogFiles = {
    /** What every piece calls as it loads. */
    put(name, version, data) {
      pieces.set(name, { version, data });
    },
    loader,
    StaleData,
    /** What needs no page; each file below adds its own. */
    parts: {},
  };
})();
