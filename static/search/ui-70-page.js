/* The search of the home page. Its state is the address's hash; nothing is loaded before the reader touches it. */
(() => {
  "use strict";

  const { ui } = window.catalogSearch;
  const PAGE = 20;
  const SLOW = 200;
  /** Milliseconds without a key after which names of files are looked for. */
  const PAUSE = 120;
  /** The same, after which the count is announced: readers are not told of what they type over. */
  const ANNOUNCE = 900;
  /** The same, after which words that found something count as a search. */
  const SETTLED = 3000;

  const headline = (result, total) => {
    if (!result.total) return "No dandiset found";
    const found = result.total === total ? `All ${ui.counted(total, "dandiset")}` : ui.counted(result.total, "dandiset");
    const some = result.total - result.complete;
    if (!some) return found;
    return result.complete ? `${ui.counted(result.complete, "dandiset")}, and ${ui.number(some)} with some of the words` : `${found} with some of the words`;
  };

  /** Calls when what was written so far is on the screen. */
  const afterPaint = (call) => requestAnimationFrame(() => setTimeout(call));

  const start = (form) => {
    const input = form.querySelector("input");
    const root = document.getElementById("results");
    const part = (name) => root.querySelector(`[data-search-${name}]`);
    const [title, sort, more, empty, drop] = [root.querySelector("h2"), part("sort"), part("more"), part("empty"), part("drop")];
    const homeOnly = document.querySelectorAll("[data-search-hides]");
    const engine = window.catalogSearch.engine(window.catalogSearch.loader("search/"));
    const status = document.querySelector("[data-search-status]");
    const address = ui.address();
    let [asked, limit, isTyping, facets, hits] = [0, PAGE, false, null, null];
    let [pause, announcing, settling] = [0, 0, 0];

    const announce = (text) => {
      clearTimeout(announcing);
      announcing = setTimeout(() => (status.textContent = text), text ? ANNOUNCE : 0);
    };

    const fail = (error) => {
      announce("The search could not be loaded");
      title.textContent = "The search could not be loaded";
      const told = error.name === "StaleData" ? `${error.message}.` : "Check the connection and load the page again, or browse.";
      part("messages").replaceChildren(ui.element("p", "results__message", told));
    };

    const page = {
      input,
      root,
      state: ui.state.empty(),
      fail,
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
      links: () => (root.hidden ? recent.links() : [...root.querySelectorAll(".hit__title a")]),
    };
    const recent = ui.recent(form.querySelector("[data-search-recent]"), page);

    const show = (result) => {
      const { list } = engine;
      const { q } = page.state;
      const own = asked;
      const found = headline(result, list.total);
      if (title.textContent !== found) title.textContent = found;
      announce(`${found}${q.trim() ? ` for ${q.trim()}` : ""}${result.suggestion ? `. Did you mean ${result.suggestion.text}?` : ""}`);
      const chosen = ui.showChips(part("chips"), list, page);
      part("chosen").textContent = chosen ? `${chosen} chosen` : "";
      ui.showMessages(part("messages"), result, page.state);
      const showRest = hits.show(result, fail);
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
      const wait = setTimeout(() => (title.textContent = "Loading the search …"), SLOW);
      try {
        await prepare();
        const options = { ...ui.state.options(page.state), counts: facets.wanted(), limit, ...extra };
        const result = await engine.search(page.state.q, options);
        clearTimeout(wait);
        if (own === asked) await show(result);
      } catch (error) {
        if (own === asked) fail(error);
        if (error.name !== "StaleData" && !/could not be loaded/.test(error.message)) throw error;
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
        announce("");
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
      if (root.querySelector(".hit")) recent.add(page.state.q);
      const { identifier } = engine.list && page.state.q ? engine.parse(page.state.q) : {};
      if (identifier && engine.list.identifiers.includes(identifier)) location.href = `dandiset/${identifier}/index.html`;
      // The keyboard of a phone covers the results.
      else if (matchMedia("(pointer: coarse)").matches) input.blur();
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
      const before = root.querySelectorAll(".hit").length;
      limit += PAGE;
      ask().then(() => root.querySelectorAll(".hit__title a")[before]?.focus({ preventScroll: true }));
    });
    drop.addEventListener("click", () => page.change({ ...ui.state.empty(), q: page.state.q, all: !page.state.q }));
    window.addEventListener("hashchange", readAddress);
    ui.keys(page);

    form.querySelector(".search__hint").hidden = true;
    form.querySelector(".search__examples").hidden = false;
    form.querySelector(".search__key").hidden = false;
    input.removeAttribute("aria-describedby");
    const wide = matchMedia("(min-width: 60rem)");
    const filters = root.querySelector(".results__filters");
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
  if (form) start(form);
})();
