/* Search in the browser. The index comes in pieces: scripts that call catalogSearch.put, so that it works from a disk. */
(() => {
  "use strict";

  /** @type {Map<string, {version: string, data: any}>} */
  const pieces = new Map();

  /** The site was published anew while the page was open: pieces of two indexes don't fit together. */
  class StaleData extends Error {
    constructor() {
      super("The catalog was updated meanwhile: load the page again");
      this.name = "StaleData";
    }
  }

  /** A piece did not come: no answer, half of one, or something else in its place. */
  class LoadError extends Error {
    constructor(piece) {
      super(`${piece} could not be loaded`);
      this.name = "LoadError";
      this.piece = piece;
    }
  }

  /** Runs a script, or tries to. */
  const runScript = (address) =>
    new Promise((resolve) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = script.onerror = resolve;
      document.head.append(script);
    });

  /**
   * Loads pieces by adding script elements. A piece is asked for once; one that did not come may be asked for again.
   * @param {string} base the path to search/ from the page, with a slash at its end
   * @returns {(name: string, version?: string) => Promise<void>}
   */
  const loader = (base) => {
    /** @type {Map<string, Promise<void>>} */
    const asked = new Map();
    /** @type {Map<string, number>} how often a piece was asked for in vain */
    const failed = new Map();
    /** The version keeps a cache from giving a piece of another index, the number from giving again what was none. */
    const address = (name, version) => {
      const given = new URLSearchParams({ ...(version && { v: version }), ...(failed.has(name) && { again: failed.get(name) }) });
      return `${base}${name}.js${given.size ? `?${given}` : ""}`;
    };
    return (name, version) => {
      if (!asked.has(name)) {
        const load = async () => {
          await runScript(address(name, version));
          // A script that is broken off counts as loaded, too: only what it hands over tells that it came.
          if (pieces.has(name)) return;
          asked.delete(name);
          failed.set(name, (failed.get(name) ?? 0) + 1);
          throw new LoadError(name);
        };
        asked.set(name, load());
      }
      return asked.get(name);
    };
  };

  window.catalogSearch = {
    /** What every piece calls as it loads. */
    put(name, version, data) {
      pieces.set(name, { version, data });
    },
    loader,
    StaleData,
    /** Parts of the engine that need no index; each file below adds its own. */
    parts: { pieces },
  };
})();
