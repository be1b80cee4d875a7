/* What could not be loaded: what a search can do without, and what is said of it. */
(() => {
  "use strict";

  const { ui } = window.catalogSearch;

  const PARTS = { list: "The list of dandisets", terms: "A part of the index", texts: "A part of the texts" };

  /** What a search can do without: names of files, and the values of facets that are open and not chosen. */
  const without = (options, piece) => {
    if (piece.startsWith("files-")) return { ...options, files: false };
    const counts = options.counts.filter((name) => `facet-${name}` !== piece);
    return counts.length < options.counts.length ? { ...options, counts } : null;
  };

  /**
   * Asks the engine for as much as can be had.
   * @returns {Promise<Object>} its answer, and in `lacking` the pieces that did not come
   */
  ui.ask = async (engine, text, options) => {
    const lacking = [];
    let asked = options;
    for (;;) {
      try {
        return { ...(await engine.search(text, asked)), lacking };
      } catch (error) {
        asked = error.name === "LoadError" && without(asked, error.piece);
        if (!asked) throw error;
        lacking.push(error.piece);
      }
    }
  };

  /** What a piece that did not come would have told, as a sentence. */
  ui.lackWords = (piece, list) => {
    const [, facet] = /^facet-(.+)$/.exec(piece) ?? [];
    if (facet) {
      return `The values of ${list?.facets.find(({ name }) => name === facet)?.label ?? facet} could not be loaded`;
    }
    if (piece.startsWith("files-")) {
      return "Names of files could not be loaded: what holds a file of this name may be missing";
    }
    return `${PARTS[piece.split("-")[0]]} could not be loaded`;
  };

  /** What is said where there is no answer. */
  ui.failureWords = (error, list) => {
    if (error.name === "StaleData") {
      return {
        title: "The catalog was updated meanwhile",
        told: "What this page has loaded fits no more",
        isStale: true,
      };
    }
    const title = "The search could not be loaded";
    return error.name === "LoadError"
      ? { title, told: ui.lackWords(error.piece, list) }
      : { title, told: "Something is wrong with it", isStale: true };
  };

  const reload = () => location.reload();

  /** A note with a button that tries again. */
  ui.lackNote = (told, again) => {
    const note = ui.copy("search-lack");
    note.querySelector("span").textContent = `${told}.`;
    note.querySelector("button").addEventListener("click", () => {
      note.remove();
      again();
    });
    return note;
  };

  /** The same where nothing can be shown; of an old page only a new one can help. */
  ui.failureNote = ({ told, isStale }, again) => {
    const note = ui.copy("search-failed");
    note.querySelector("span").textContent = `${told}.`;
    const button = note.querySelector("button");
    if (isStale) button.textContent = "Load the page again";
    button.addEventListener("click", isStale ? reload : again);
    return note;
  };
})();
