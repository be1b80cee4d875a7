/* The search of the home page. Its state is the address's hash; nothing is loaded before the reader touches it. */
(() => {
  "use strict";

  const { ui } = window.catalogSearch;
  const PAGE = 20;
  const SLOW = 200;
  /** Milliseconds without a key after which names of files are looked for. */
  const PAUSE = 120;
  /** The same, after which words that found something count as a search. */
  const SETTLED = 3000;
  const LOADING = "Loading …";

  const headline = (result, total) => {
    if (!result.total) return "No dandiset found";
    const found = result.total === total
      ? `All ${ui.counted(total, "dandiset")}`
      : ui.counted(result.total, "dandiset");
    const some = result.total - result.complete;
    if (!some) return found;
    return result.complete
      ? `${ui.counted(result.complete, "dandiset")}, and ${ui.number(some)} with some of the words`
      : `${found} with some of the words`;
  };

  /** Calls when what was written so far is on the screen. */
  const afterPaint = (call) => requestAnimationFrame(() => setTimeout(call));

  const start = (form) => {
    const input = form.querySelector("input");
    const root = document.getElementById("results");
    const part = (name) => root.querySelector(`[data-search-${name}]`);
    const [title, sort, more, empty, drop] = [
      root.querySelector("h2"),
      part("sort"),
      part("more"),
      part("empty"),
      part("drop"),
    ];
    const [found, filters] = [part("found"), root.querySelector(".results__filters")];
    const homeOnly = document.querySelectorAll("[data-search-hides]");
    const engine = window.catalogSearch.engine(window.catalogSearch.loader("search/", window.catalogCurrent.ask));
    const status = ui.status(document.querySelector("[data-search-status]"));
    const address = ui.address();
    let [asked, limit, isTyping, facets, hits] = [0, PAGE, false, null, null];
    let [pause, settling] = [0, 0];
    /** The state that the hits and counts are of; null where there are none. */
    let shown = null;

    /** Keeps what is of another state out of reach, and what there isn't out of sight. */
    const cover = (isBusy) => {
      const isOld = shown !== ui.state.write(page.state);
      root.toggleAttribute("data-old", isOld);
      found.inert = isOld;
      found.hidden = filters.hidden = shown === null;
      if (isBusy) root.setAttribute("aria-busy", "true");
      else root.removeAttribute("aria-busy");
    };

    const showLoading = () => {
      cover(true);
      // Hits of this very state stay, while names of files or values of a facet are loaded.
      if (found.inert || !empty.hidden) title.textContent = LOADING;
      if (found.inert) part("messages").replaceChildren();
      empty.hidden = true;
      status.tellOnce(LOADING);
    };

    const showChosen = () => {
      const chosen = ui.showChips(part("chips"), engine.list, page);
      part("chosen").textContent = chosen ? `${chosen} chosen` : "";
    };

    /** Tries again; the button that was pressed goes, so that the focus has to. */
    const retry = () => {
      title.focus({ preventScroll: true });
      update();
      showLoading();
    };

    const fail = (error) => {
      const words = ui.failureWords(error, engine.list);
      shown = null;
      cover(false);
      clearTimeout(settling);
      title.textContent = words.title;
      status.tell(`${words.title}. ${words.told}`);
      part("messages").replaceChildren(ui.failureNote(words, retry));
      if (engine.list) showChosen();
      // What nobody foresaw is to be seen in the console.
      if (!["StaleData", "LoadError"].includes(error.name)) console.error(error);
    };

    /** Hits are shown without texts that did not come. */
    const lackTexts = (error, again) => {
      if (error.name !== "LoadError") return fail(error);
      const told = "The texts of these dandisets could not be loaded";
      part("messages").append(
        ui.lackNote(told, () => {
          title.focus({ preventScroll: true });
          again();
        }),
      );
      return status.add(told);
    };

    const page = {
      input,
      root,
      state: ui.state.empty(),
      /** Another state, by the reader's hand: a step that Back undoes. */
      change(state, isNew = true) {
        page.state = state;
        limit = PAGE;
        isTyping = false;
        address.write(ui.state.write(state), isNew);
        update();
      },
      refresh: () => update(),
      /** @returns {boolean} whether there was something to clear: first the words, then the filters */
      clear() {
        if (recent.close()) return true;
        if (!ui.state.isActive(page.state)) return false;
        page.change(page.state.q ? { ...page.state, q: "" } : ui.state.empty());
        input.focus();
        return true;
      },
      /** What the arrows go through. */
      links: () => (root.hidden ? recent.links() : hitLinks()),
    };
    const recent = ui.recent(form.querySelector("[data-search-recent]"), page);
    const hitLinks = () => (found.hidden || found.inert ? [] : [...found.querySelectorAll(".hit__title a")]);

    const show = (result) => {
      const { list } = engine;
      const { q } = page.state;
      const own = asked;
      const told = headline(result, list.total);
      if (title.textContent !== told) title.textContent = told;
      const meant = result.suggestion ? `. Did you mean ${result.suggestion.text}?` : "";
      status.tell(`${told}${q.trim() ? ` for ${q.trim()}` : ""}${meant}`);
      showChosen();
      ui.showMessages(part("messages"), result, page.state);
      for (const piece of result.lacking) {
        const words = ui.lackWords(piece, list);
        status.add(words);
        if (piece.startsWith("files-")) part("messages").append(ui.lackNote(words, retry));
      }
      const showRest = hits.show(result, lackTexts);
      shown = ui.state.write(page.state);
      cover(false);
      more.hidden = result.hits.length >= result.total;
      empty.hidden = result.total > 0;
      drop.hidden = !ui.state.hasFilters(page.state);
      clearTimeout(settling);
      if (result.total && isTyping) settling = setTimeout(() => recent.add(q), SETTLED);
      // What is seen first comes at once; the next key need not wait for what stands below and beside it.
      return new Promise((done) => {
        afterPaint(() => {
          if (own === asked) showRest();
          if (own === asked) facets.show(result);
          done();
        });
      });
    };

    /** Loads the list and makes what it is shown in, while the reader has typed nothing yet. */
    const prepare = async () => {
      await engine.open();
      facets ??= ui.facets(part("filters"), engine, page);
      hits ??= ui.hits(root, engine);
    };
    const prepareEarly = () => prepare().catch(() => {});

    /** Asks the engine; an answer that comes after a later question is dropped. */
    const ask = async (extra = {}) => {
      clearTimeout(pause);
      asked += 1;
      const own = asked;
      const wait = setTimeout(() => own === asked && showLoading(), SLOW);
      try {
        await prepare();
        const options = { ...ui.state.options(page.state), counts: facets.wanted(), limit, ...extra };
        const result = await ui.ask(engine, page.state.q, options);
        clearTimeout(wait);
        if (own === asked) await show(result);
      } catch (error) {
        if (own === asked) fail(error);
      } finally {
        clearTimeout(wait);
      }
    };

    const longest = input.maxLength > 0 ? input.maxLength : Infinity;
    /** As much of a query as the box takes: a link may hold any, and letters that take the page seconds to draw. */
    const cut = (text) => [...text.slice(0, 2 * longest)].slice(0, longest).join("");

    /** With `isTyped` more is to come: names of files, whose lists are long, are looked for when it pauses. */
    const update = (isTyped = false) => {
      const isActive = ui.state.isActive(page.state);
      if (input.value.trim() !== page.state.q.trim()) input.value = page.state.q;
      sort.value = page.state.sort;
      if (root.hidden === isActive) {
        root.hidden = !isActive;
        for (const element of homeOnly) element.hidden = isActive;
        document.body.classList.toggle("is-searching", isActive);
      }
      clearTimeout(settling);
      recent.refresh();
      if (isActive) {
        ask(isTyped ? { files: false } : {});
        if (isTyped) pause = setTimeout(ask, PAUSE);
      } else {
        asked += 1;
        clearTimeout(pause);
        status.tell("");
        shown = null;
        cover(false);
      }
    };

    const type = () => {
      const before = ui.state.isActive(page.state);
      page.state = { ...page.state, q: cut(input.value) };
      limit = PAGE;
      // A run of typing is one step for Back.
      address.writeSoon(ui.state.write(page.state), !isTyping || before !== ui.state.isActive(page.state));
      isTyping = true;
      update(true);
    };

    const readAddress = () => {
      const { hash } = location;
      address.drop();
      if (hash && !hash.includes("=")) return;
      const state = ui.state.read(hash);
      page.state = { ...state, q: cut(state.q) };
      [limit, isTyping] = [PAGE, false];
      update();
    };

    const submit = (event) => {
      event.preventDefault();
      address.flush();
      isTyping = false;
      if (hitLinks().length) recent.add(page.state.q);
      const { identifier } = engine.list && page.state.q ? engine.parse(page.state.q) : {};
      if (identifier && engine.list.identifiers.includes(identifier)) {
        location.href = `dandiset/${identifier}/index.html`;
      } else if (matchMedia("(pointer: coarse)").matches) {
        // The keyboard of a phone covers the results.
        input.blur();
      }
    };

    input.addEventListener("focus", prepareEarly, { once: true });
    input.addEventListener("input", type);
    input.addEventListener("blur", address.flush);
    for (const kind of ["click", "auxclick"]) {
      root.addEventListener(kind, (event) => {
        if (event.target.closest(".hit__title a")) recent.add(page.state.q);
      });
    }
    form.addEventListener("submit", submit);
    sort.addEventListener("change", () => page.change({ ...page.state, sort: sort.value }));
    more.addEventListener("click", () => {
      const before = hitLinks().length;
      limit += PAGE;
      ask().then(() => hitLinks()[before]?.focus({ preventScroll: true }));
    });
    drop.addEventListener("click", () => page.change({ ...ui.state.empty(), q: page.state.q, all: !page.state.q }));
    window.addEventListener("hashchange", readAddress);
    ui.keys(page);

    form.querySelector(".search__hint").hidden = true;
    form.querySelector(".search__examples").hidden = false;
    form.querySelector(".search__key").hidden = false;
    input.removeAttribute("aria-describedby");
    const wide = matchMedia("(min-width: 60rem)");
    const arrange = () => (filters.open = wide.matches);
    wide.addEventListener("change", arrange);
    arrange();

    const query = new URLSearchParams(location.search).get("q");
    if (query && !location.hash) address.write(ui.state.write({ ...ui.state.empty(), q: cut(query) }), false);
    if (location.hash.includes("=")) readAddress();
    else if (input.value.trim()) type();
    else if (document.activeElement === input) prepareEarly();
  };

  const form = document.querySelector("[data-search]");
  // Where the script of all pages didn't come, the form goes on saying what there is without scripts.
  if (form && window.catalogCurrent) start(form);
})();
