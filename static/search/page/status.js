/* What readers hear of the search: a live region, told when the typing has paused. */
(() => {
  "use strict";

  /** Milliseconds after which it is told: readers are not told of what they type over. */
  const PAUSE = 900;

  /** @param {HTMLElement} region */
  window.catalogSearch.ui.status = (region) => {
    let timer = 0;
    let text = "";

    /** What was to be told before and is not yet, is told no more; "" takes away what was told, at once. */
    const tell = (words) => {
      text = words;
      clearTimeout(timer);
      timer = setTimeout(() => (region.textContent = text), text ? PAUSE : 0);
    };

    return {
      tell,
      /** The same where it isn't told already. */
      tellOnce: (words) => {
        if (region.textContent !== words) tell(words);
      },
      /** Something more than what is told or about to be. */
      add: (words) => tell(`${text}. ${words}`),
    };
  };
})();
