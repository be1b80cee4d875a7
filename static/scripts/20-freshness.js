/* The footer's date of the last harvest, from freshness.js: so pages need not change with every harvest. */
(() => {
  "use strict";

  window.catalogModule("freshness", (root) => {
    const facts = window.catalogFreshness;
    if (!facts) {
      return;
    }
    const time = document.createElement("time");
    time.dateTime = facts.utc;
    time.textContent = facts.text;
    root.replaceChildren("The archive was last read on ", time, ".");
  });
})();
