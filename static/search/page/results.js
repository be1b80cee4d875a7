/* The results on the page: what is shown of an answer, while it is loaded, and where it did not come. */
(() => {
  "use strict";

  const { ui } = window.catalogSearch;
  const LOADING = "Loading …";

  const headline = (result, total) => {
    if (!result.total) return "No dandiset found";
    const found = result.total === total
      ? `All ${ui.counted(total, "dandiset")}`
      : ui.counted(result.total, "dandiset");
    const some = result.total - result.complete;
    const empty = result.empty ? `, ${ui.number(result.empty)} without files yet` : "";
    if (!some) return found + empty;
    return result.complete
      ? `${ui.counted(result.complete, "dandiset")}${empty}, and ${ui.number(some)} with some of the words`
      : `${found} with some of the words`;
  };

  /** Calls when what was written so far is on the screen. */
  const afterPaint = (call) => requestAnimationFrame(() => setTimeout(call));

  /** The parts of the page by their names. */
  const partsOf = (root) => {
    const names = ["chips", "chosen", "drop", "empty", "filters", "found", "messages", "more", "sort", "stocked"];
    const parts = Object.fromEntries(names.map((name) => [name, root.querySelector(`[data-search-${name}]`)]));
    return { ...parts, title: root.querySelector("h2"), aside: root.querySelector(".results__filters") };
  };

  /** Keeps what is of another state out of reach, and what there isn't out of sight. */
  const makeCover = (at, page) => {
    /** The state that the hits and counts are of; null where there are none. */
    let shown = null;

    const cover = (isBusy = false) => {
      const isOld = shown !== ui.state.write(page.state);
      page.root.toggleAttribute("data-old", isOld);
      at.found.inert = isOld;
      at.found.hidden = at.aside.hidden = shown === null;
      if (isBusy) page.root.setAttribute("aria-busy", "true");
      else page.root.removeAttribute("aria-busy");
    };

    return {
      keepWhileLoading: () => cover(true),
      /** What is on the page is of the page's state. */
      open() {
        shown = ui.state.write(page.state);
        cover();
      },
      /** There are no results. */
      close() {
        shown = null;
        cover();
      },
    };
  };

  /** What is said while an answer is loaded, and where something of it did not come. */
  const makeTold = (at, engine, page, { cover, status }) => {
    const showChosen = () => {
      const chosen = ui.showChips(at.chips, engine.list, page);
      at.chosen.textContent = chosen ? `${chosen} chosen` : "";
    };

    const showLoading = () => {
      cover.keepWhileLoading();
      // Hits of this very state stay, while names of files or values of a facet are loaded.
      if (at.found.inert || !at.empty.hidden) at.title.textContent = LOADING;
      if (at.found.inert) at.messages.replaceChildren();
      at.empty.hidden = true;
      status.tellOnce(LOADING);
    };

    /** Tries again; the button that was pressed goes, so that the focus has to. */
    const retry = () => {
      at.title.focus({ preventScroll: true });
      page.refresh();
      showLoading();
    };

    const fail = (error) => {
      const words = ui.failureWords(error, engine.list);
      cover.close();
      page.forget();
      at.title.textContent = words.title;
      status.tell(`${words.title}. ${words.told}`);
      at.messages.replaceChildren(ui.failureNote(words, retry));
      if (engine.list) showChosen();
      // What nobody foresaw is to be seen in the console.
      if (!["StaleData", "LoadError"].includes(error.name)) console.error(error);
    };

    /** Hits are shown without texts that did not come. */
    const lackTexts = (error, again) => {
      if (error.name !== "LoadError") return fail(error);
      const told = "The texts of these dandisets could not be loaded";
      const retryTexts = () => {
        at.title.focus({ preventScroll: true });
        again();
      };
      at.messages.append(ui.lackNote(told, retryTexts));
      return status.add(told);
    };

    /** What of an answer did not come, where that makes a difference. */
    const showLacking = (pieces) => {
      for (const piece of pieces) {
        const words = ui.lackWords(piece, engine.list);
        status.add(words);
        if (piece.startsWith("files-")) at.messages.append(ui.lackNote(words, retry));
      }
    };

    return { showChosen, showLoading, fail, lackTexts, showLacking };
  };

  /** The switch that leaves out what has no files yet, where there is such. */
  const showStocked = (button, { empty }, state) => {
    const isOn = ui.state.asksForFiles(state);
    button.hidden = !empty && !isOn;
    button.setAttribute("aria-pressed", isOn);
  };

  /** Filters fill a wide page's side, and are opened where there is none. */
  const arrangeFilters = (aside) => {
    const wide = matchMedia("(min-width: 60rem)");
    const arrange = () => (aside.open = wide.matches);
    wide.addEventListener("change", arrange);
    arrange();
  };

  /** @param {Object} page of the search: root, state, change(state), refresh(), forget() */
  ui.results = (engine, page, status) => {
    const at = partsOf(page.root);
    const cover = makeCover(at, page);
    const told = makeTold(at, engine, page, { cover, status });
    let [facets, hits] = [null, null];
    arrangeFilters(at.aside);

    const showHeadline = (result) => {
      const words = headline(result, engine.list.total);
      if (at.title.textContent !== words) at.title.textContent = words;
      const asked = page.state.q.trim() ? ` for ${page.state.q.trim()}` : "";
      const meant = result.suggestion ? `. Did you mean ${result.suggestion.text}?` : "";
      status.tell(`${words}${asked}${meant}`);
    };

    return {
      at,
      fail: told.fail,
      showLoading: told.showLoading,
      close: cover.close,
      hitLinks: () => (at.found.hidden || at.found.inert ? [] : [...at.found.querySelectorAll(".hit__title a")]),
      wanted: () => facets.wanted(),

      /** Loads the list and makes what it is shown in, while the reader has typed nothing yet. */
      async prepare() {
        await engine.open();
        facets ??= ui.facets(at.filters, engine, page);
        hits ??= ui.hits(page.root, engine);
      },

      /** Shows an answer; what is seen first comes at once, the rest if the answer is wanted still. */
      show(result, isWanted) {
        showHeadline(result);
        told.showChosen();
        showStocked(at.stocked, result, page.state);
        ui.showMessages(at.messages, result, page.state);
        told.showLacking(result.lacking);
        const showRest = hits.show(result, told.lackTexts);
        cover.open();
        at.more.hidden = result.hits.length >= result.total;
        at.empty.hidden = result.total > 0;
        at.drop.hidden = !ui.state.hasFilters(page.state);
        // The next key need not wait for what stands below and beside it.
        return new Promise((done) => {
          afterPaint(() => {
            if (isWanted()) showRest();
            if (isWanted()) facets.show(result);
            done();
          });
        });
      },
    };
  };
})();
