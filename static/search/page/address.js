/* The address, whose hash holds the state of the search. */
(() => {
  "use strict";

  /** Milliseconds that a typed hash waits: to write it takes as long as to search, and Safari forbids it to fast typists. */
  const PAUSE = 250;

  /** Steps of the history may be forbidden, as from some disks; the search works without them. */
  const write = (hash, isNew) => {
    const address = `${location.pathname}${hash ? `#${hash}` : ""}`;
    if (address === `${location.pathname}${location.search}${location.hash}`) return;
    try {
      history[isNew ? "pushState" : "replaceState"](null, "", address);
    } catch (error) {
      console.warn("This search's address can't be shown:", error.message);
    }
  };

  window.catalogSearch.ui.address = () => {
    let waiting = null;
    let timer = 0;

    /** Forgets what waits: the address has become another one. */
    const drop = () => {
      clearTimeout(timer);
      waiting = null;
    };

    /** Writes what waits. */
    const flush = () => {
      const now = waiting;
      drop();
      if (now) write(now.hash, now.isNew);
    };

    window.addEventListener("pagehide", flush);
    return {
      drop,
      flush,
      /** The address with another hash; `isNew` makes it a step that Back undoes. */
      write(hash, isNew) {
        flush();
        write(hash, isNew);
      },
      /** The same when no other one has come for a moment. */
      writeSoon(hash, isNew) {
        waiting = { hash, isNew: isNew || Boolean(waiting?.isNew) };
        clearTimeout(timer);
        timer = setTimeout(flush, PAUSE);
      },
    };
  };
})();
