/* Pages are complete without scripts; these add to what is there. A component marks its element with data-module. */
(() => {
  "use strict";

  /** @type {Record<string, (root: HTMLElement) => void>} */
  const modules = {};

  /** Registers what is to be done with every element of a kind; one that fails is logged and the others go on. */
  window.catalogModule = (name, start) => {
    modules[name] = start;
  };

  const startAll = () => {
    for (const root of document.querySelectorAll("[data-module]")) {
      const start = modules[root.dataset.module];
      try {
        start?.(root);
      } catch (error) {
        console.error(`${root.dataset.module} did not start`, error);
      }
    }
  };

  document.addEventListener("DOMContentLoaded", startAll);
})();
