/* What changes with every harvest, from current.js: when the archive was last read, and where the search begins. It is
   asked for with the quarter hour, so that no cache can give one that is older. */
(() => {
  "use strict";

  const QUARTER = 900_000;
  /** Where it lies, seen from this page. */
  const { current: address } = document.currentScript.dataset;

  let told = null;
  /** @type {?{quarter: number, answer: Promise<?Object>}} */
  let last = null;
  let again = 0;

  const load = (query) =>
    new Promise((resolve) => {
      const script = document.createElement("script");
      // A disk has no caches, and knows no queries.
      script.src = location.protocol === "file:" ? address : `${address}?${query}`;
      script.onload = script.onerror = () => resolve(told);
      told = null;
      document.head.append(script);
    });

  window.catalogCurrent = {
    /** What current.js calls. */
    put(facts) {
      told = facts;
    },
    /**
     * What it says now; null if it did not come, and the next call asks again.
     * @param {boolean} [isAnew] whether to ask although an answer is at hand
     */
    ask(isAnew = false) {
      const quarter = Math.floor(Date.now() / QUARTER);
      if (isAnew) again += 1;
      if (isAnew || last?.quarter !== quarter) {
        last = { quarter, answer: load(again ? `${quarter}-${again}` : quarter) };
      }
      const asked = last;
      asked.answer.then((facts) => {
        if (!facts && last === asked) [last, again] = [null, again + 1];
      });
      return asked.answer;
    },
  };

  window.catalogModule("current", async (root) => {
    const facts = await window.catalogCurrent.ask();
    if (!facts) return;
    const time = document.createElement("time");
    time.dateTime = facts.read.utc;
    time.textContent = facts.read.text;
    root.replaceChildren("The archive was last read on ", time, ".");
  });
})();
