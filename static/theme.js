/* In the head and not deferred: the reader's choice of light or dark holds before anything is drawn. */
(() => {
  "use strict";

  try {
    const choice = localStorage.getItem("catalog-theme");
    if (choice === "light" || choice === "dark") {
      document.documentElement.dataset.theme = choice;
    }
  } catch {
    // Storage may be forbidden, as it is from disk in some browsers: the system's scheme holds.
  }
})();
