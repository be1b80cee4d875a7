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

  /** What its parts know of the page, and how they change it. */
  const makePage = (form) => {
    const page = {
      form,
      input: form.querySelector("input"),
      root: document.getElementById("results"),
      address: ui.address(),
      state: ui.state.empty(),
      /** So many hits are shown. */
      limit: PAGE,
      isTyping: false,

      /** Another state, by the reader's hand: a step that Back undoes. */
      change(state, isNew = true) {
        Object.assign(page, { state, limit: PAGE, isTyping: false });
        page.address.write(ui.state.write(state), isNew);
        page.update();
      },
      refresh: () => page.update(),
      /** @returns {boolean} whether there was something to clear: first the words, then the filters */
      clear() {
        if (page.recent.close()) return true;
        if (!ui.state.isActive(page.state)) return false;
        page.change(page.state.q ? { ...page.state, q: "" } : ui.state.empty());
        page.input.focus();
        return true;
      },
      /** What the arrows go through. */
      links: () => (page.root.hidden ? page.recent.links() : page.results.hitLinks()),
    };
    page.recent = ui.recent(form.querySelector("[data-search-recent]"), page);
    return page;
  };

  /** Asks the engine; an answer that comes after a later question is dropped. */
  const makeAsking = (engine, page) => {
    const { results } = page;
    let asked = 0;
    let [pause, settling] = [0, 0];

    const show = (result, isWanted) => {
      const shown = results.show(result, isWanted);
      const { q } = page.state;
      clearTimeout(settling);
      if (result.total && page.isTyping) settling = setTimeout(() => page.recent.add(q), SETTLED);
      return shown;
    };

    const ask = async (extra = {}) => {
      clearTimeout(pause);
      asked += 1;
      const own = asked;
      const isWanted = () => own === asked;
      const wait = setTimeout(() => isWanted() && results.showLoading(), SLOW);
      try {
        await results.prepare();
        const options = { ...ui.state.options(page.state), counts: results.wanted(), limit: page.limit, ...extra };
        const result = await ui.ask(engine, page.state.q, options);
        clearTimeout(wait);
        if (isWanted()) await show(result, isWanted);
      } catch (error) {
        if (isWanted()) results.fail(error);
      } finally {
        clearTimeout(wait);
      }
    };

    /** What was asked for last is no search to remember. */
    page.forget = () => clearTimeout(settling);

    return {
      ask,
      /** With `isTyped` more is to come: names of files, whose lists are long, are looked for when it pauses. */
      begin(isTyped) {
        clearTimeout(settling);
        ask(isTyped ? { files: false } : {});
        if (isTyped) pause = setTimeout(ask, PAUSE);
      },
      stop() {
        asked += 1;
        clearTimeout(settling);
        clearTimeout(pause);
      },
    };
  };

  /** Brings the page to its state. */
  const makeUpdate = (page, status, asking) => {
    const homeOnly = document.querySelectorAll("[data-search-hides]");
    return (isTyped = false) => {
      const { input, root, state, results } = page;
      const isActive = ui.state.isActive(state);
      if (input.value.trim() !== state.q.trim()) input.value = state.q;
      results.at.sort.value = state.sort;
      if (root.hidden === isActive) {
        root.hidden = !isActive;
        for (const element of homeOnly) element.hidden = isActive;
        document.body.classList.toggle("is-searching", isActive);
      }
      page.recent.refresh();
      if (isActive) {
        asking.begin(isTyped);
      } else {
        asking.stop();
        status.tell("");
        results.close();
      }
    };
  };

  /** What the reader types, and what the address says. */
  const makeTyping = (engine, page) => {
    const { input, address } = page;
    const longest = input.maxLength > 0 ? input.maxLength : Infinity;
    /** As much of a query as the box takes: a link may hold any, and letters that take the page seconds to draw. */
    const cut = (text) => [...text.slice(0, 2 * longest)].slice(0, longest).join("");

    return {
      cut,
      type() {
        const before = ui.state.isActive(page.state);
        Object.assign(page, { state: { ...page.state, q: cut(input.value) }, limit: PAGE });
        // A run of typing is one step for Back.
        const isNew = !page.isTyping || before !== ui.state.isActive(page.state);
        address.writeSoon(ui.state.write(page.state), isNew);
        page.isTyping = true;
        page.update(true);
      },
      readAddress() {
        const { hash } = location;
        address.drop();
        if (hash && !hash.includes("=")) return;
        const state = ui.state.read(hash);
        Object.assign(page, { state: { ...state, q: cut(state.q) }, limit: PAGE, isTyping: false });
        page.update();
      },
      submit(event) {
        event.preventDefault();
        address.flush();
        page.isTyping = false;
        if (page.results.hitLinks().length) page.recent.add(page.state.q);
        const { identifier } = engine.list && page.state.q ? engine.parse(page.state.q) : {};
        if (identifier && engine.list.identifiers.includes(identifier)) {
          location.href = `dandiset/${identifier}/index.html`;
        } else if (matchMedia("(pointer: coarse)").matches) {
          // The keyboard of a phone covers the results.
          input.blur();
        }
      },
    };
  };

  const listenToResults = (page, asking) => {
    const { root, results } = page;
    const { sort, more, drop, stocked } = results.at;
    for (const kind of ["click", "auxclick"]) {
      root.addEventListener(kind, (event) => {
        if (event.target.closest(".hit__title a")) page.recent.add(page.state.q);
      });
    }
    sort.addEventListener("change", () => page.change({ ...page.state, sort: sort.value }));
    stocked.addEventListener("click", () => {
      const least = ui.state.asksForFiles(page.state) ? null : 1;
      page.change(ui.state.ranged(page.state, "files", least, null));
    });
    more.addEventListener("click", () => {
      const before = results.hitLinks().length;
      page.limit += PAGE;
      asking.ask().then(() => results.hitLinks()[before]?.focus({ preventScroll: true }));
    });
    drop.addEventListener("click", () => page.change({ ...ui.state.empty(), q: page.state.q, all: !page.state.q }));
  };

  const listenToBox = ({ form, input, address }, typing, prepareEarly) => {
    input.addEventListener("focus", prepareEarly, { once: true });
    input.addEventListener("input", typing.type);
    input.addEventListener("blur", address.flush);
    form.addEventListener("submit", typing.submit);
    form.querySelector(".search__hint").hidden = true;
    form.querySelector(".search__examples").hidden = false;
    form.querySelector(".search__key").hidden = false;
    input.removeAttribute("aria-describedby");
  };

  const start = (form) => {
    const engine = window.catalogSearch.engine(window.catalogSearch.loader("search/", window.catalogCurrent.ask));
    const status = ui.status(document.querySelector("[data-search-status]"));
    const page = makePage(form);
    page.results = ui.results(engine, page, status);
    const asking = makeAsking(engine, page);
    page.update = makeUpdate(page, status, asking);
    const typing = makeTyping(engine, page);
    const prepareEarly = () => page.results.prepare().catch(() => {});

    listenToBox(page, typing, prepareEarly);
    listenToResults(page, asking);
    window.addEventListener("hashchange", typing.readAddress);
    ui.keys(page);

    const query = new URLSearchParams(location.search).get("q");
    if (query && !location.hash) {
      page.address.write(ui.state.write({ ...ui.state.empty(), q: typing.cut(query) }), false);
    }
    if (location.hash.includes("=")) typing.readAddress();
    else if (page.input.value.trim()) typing.type();
    else if (document.activeElement === page.input) prepareEarly();
  };

  const form = document.querySelector("[data-search]");
  // Where the script of all pages didn't come, the form goes on saying what there is without scripts.
  if (form && window.catalogCurrent) start(form);
})();
