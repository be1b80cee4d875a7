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

  /**
   * Loads pieces by adding script elements. A piece is asked for once; one that did not come may be asked for again.
   * @param {string} base the path to search/ from the page, with a slash at its end
   * @returns {(name: string, version?: string) => Promise<void>}
   */
  const loader = (base) => {
    /** @type {Map<string, Promise<void>>} */
    const asked = new Map();
    return (name, version) => {
      if (!asked.has(name)) {
        const loading = new Promise((resolve, reject) => {
          const script = document.createElement("script");
          // The version keeps a cache from giving a piece of another index; the list itself is asked for by its name.
          script.src = `${base}${name}.js${version ? `?v=${version}` : ""}`;
          script.onload = () => resolve();
          script.onerror = () => {
            asked.delete(name);
            reject(new Error(`${script.src} could not be loaded`));
          };
          document.head.append(script);
        });
        asked.set(name, loading);
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
