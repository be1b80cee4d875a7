/* Search in the browser. The index comes in pieces: scripts that call catalogSearch.put, so that it works from a disk. */
(() => {
  "use strict";

  /** Of what the list and the other pieces hold; search_index.SCHEMA in Python. */
  const FORMAT = 4;

  /** @type {Map<string, any>} by name, in which a hash tells one state of a piece from another */
  const pieces = new Map();

  /** The site was published anew since the page was: what there is fits no more. */
  class StaleData extends Error {
    constructor() {
      super("The catalog was updated meanwhile: load the page again");
      this.name = "StaleData";
    }
  }

  /** A piece did not come: no answer, half of one, or something else in its place. */
  class LoadError extends Error {
    constructor(name) {
      const [piece] = name.split(".");
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
   * @param {(isAnew?: boolean) => Promise<?{search: {format: number, list: string}}>} current what the site's
   *   current.js says, or null if it did not come
   * @returns {{list: () => Promise<string>, load: (name: string) => Promise<void>}} the name of the list that is in
   *   force; brings a piece, which then has called put
   */
  const loader = (base, current) => {
    /** @type {Map<string, Promise<void>>} */
    const asked = new Map();
    /** @type {Map<string, number>} how often a piece was asked for in vain */
    const failed = new Map();
    let listed = "";

    const bring = async (name) => {
      // The number keeps a cache from giving again what was none.
      await runScript(`${base}${name}.js${failed.has(name) ? `?again=${failed.get(name)}` : ""}`);
      // A script that is broken off counts as loaded, too: only what it hands over tells that it came.
      if (pieces.has(name)) return;
      asked.delete(name);
      failed.set(name, (failed.get(name) ?? 0) + 1);
      const now = await current(true);
      if (now && now.search.list !== listed) throw new StaleData();
      throw new LoadError(name);
    };

    return {
      list: async () => {
        const now = await current();
        if (!now) throw new LoadError("list");
        if (now.search.format !== FORMAT) throw new StaleData();
        listed = now.search.list;
        return listed;
      },
      load: (name) => {
        if (!asked.has(name)) asked.set(name, bring(name));
        return asked.get(name);
      },
    };
  };

  window.catalogSearch = {
    /** What every piece calls as it loads. */
    put(name, data) {
      pieces.set(name, data);
    },
    loader,
    /** Parts of the engine that need no index; each file below adds its own. */
    parts: {
      pieces,
      /** A message of the rules with what stands in its gaps. */
      fill: (message, values) => message.replace(/\{([a-z]+)\}/g, (_, name) => values[name]),
    },
  };
})();
