/* What is told of loading: that it takes its time, and that it failed. */
(() => {
  "use strict";

  const { ui, LoadError, StaleData } = window.catalogFiles;
  /** Milliseconds after which those who don't see it are told that something is being loaded. */
  const TOLD = 900;

  /** Tells that something is being loaded, for as long as it is; `isTold` if it is told already. */
  const makeBusy = ({ table, heard }) => {
    let pending = 0;
    let timer = 0;
    return async (promise, isTold = false) => {
      pending += 1;
      table.setAttribute("aria-busy", "true");
      if (!isTold) timer ||= setTimeout(() => (heard.textContent = ui.LOADING), TOLD);
      try {
        return await promise;
      } finally {
        pending -= 1;
        if (!pending) {
          clearTimeout(timer);
          timer = 0;
          heard.textContent = "";
          table.removeAttribute("aria-busy");
        }
      }
    };
  };

  const tellIn = (place, ...nodes) => {
    place.replaceChildren(...nodes);
    place.hidden = !nodes.length;
  };

  ui.notices = (frame) => ({
    busy: makeBusy(frame),

    /** Tells it above the tree. */
    tell: (...nodes) => tellIn(frame.notice, ...nodes),

    /** What could not be loaded and what that means, and how to go on; told above the tree, or in a place of its own. */
    fail(error, again, { so = "", place = frame.notice } = {}) {
      const isStale = error instanceof StaleData;
      const button = ui.element("button", "link-button", isStale ? "Load the page again" : "Try again");
      button.type = "button";
      button.addEventListener("click", () => {
        tellIn(place);
        if (isStale) location.reload();
        else again();
      });
      tellIn(place, `${error.message}${so}. `, button);
      if (place !== frame.notice) frame.heard.textContent = `${error.message}.`;
      if (!isStale && !(error instanceof LoadError)) throw error;
    },
  });
})();
