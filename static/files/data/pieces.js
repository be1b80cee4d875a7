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

  /** A piece did not come: no answer, half of one, or something else in its place. */
  class LoadError extends Error {
    constructor() {
      super("A part of the list of files could not be loaded");
      this.name = "LoadError";
    }
  }

  /** Runs a script, or tries to. */
  const runScript = (address, isUrgent) =>
    new Promise((resolve) => {
      const script = document.createElement("script");
      script.src = address;
      script.fetchPriority = isUrgent ? "high" : "low";
      script.onload = script.onerror = resolve;
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
    /** @type {Map<string, number>} how often a script was asked for in vain */
    const failed = new Map();
    const load = async (script, name, isUrgent) => {
      // The version keeps a cache from giving a piece of another listing, the number from giving again what was none.
      const again = failed.has(script) ? `&again=${failed.get(script)}` : "";
      await runScript(`${base}${script}.js?v=${version}${again}`, isUrgent);
      // A script that is broken off counts as loaded, too: only what it hands over tells that it came.
      if (pieces.has(name)) return;
      asked.delete(script);
      failed.set(script, (failed.get(script) ?? 0) + 1);
      throw new LoadError();
    };
    return async (name, isUrgent = true) => {
      const script = packed || name;
      if (!asked.has(script)) asked.set(script, load(script, name, isUrgent));
      await asked.get(script);
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
    LoadError,
    StaleData,
    /** What needs no page; each file below adds its own. */
    parts: {},
  };
})();
