/* The search of the home page. Its state is the address's hash; nothing is loaded before the reader touches it. */
(() => {
  "use strict";

  const { ui } = window.catalogSearch;
  const PAGE = 20;
  const SLOW = 200;

  const headline = (result, total) => {
    if (!result.total) return "No dandiset found";
    const found = result.total === total ? `All ${ui.counted(total, "dandiset")}` : ui.counted(result.total, "dandiset");
    const some = result.total - result.complete;
    if (!some) return found;
    return result.complete ? `${ui.counted(result.complete, "dandiset")}, and ${ui.number(some)} with some of the words` : `${found} with some of the words`;
  };

  /** The address with another hash; `isNew` makes it a step that Back undoes. */
  const writeAddress = (hash, isNew) => {
    const address = `${location.pathname}${hash ? `#${hash}` : ""}`;
    if (address === `${location.pathname}${location.search}${location.hash}`) return;
    history[isNew ? "pushState" : "replaceState"](null, "", address);
  };

  const start = (form) => {
    const input = form.querySelector("input");
    const root = document.getElementById("results");
    const part = (name) => root.querySelector(`[data-search-${name}]`);
    const [title, sort, more, empty, drop] = [root.querySelector("h2"), part("sort"), part("more"), part("empty"), part("drop")];
    const homeOnly = document.querySelectorAll("[data-search-hides]");
    const engine = window.catalogSearch.engine(window.catalogSearch.loader("search/"));
    let [asked, limit, isTyping, facets, hits] = [0, PAGE, false, null, null];

    const fail = (error) => {
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
        writeAddress(ui.state.write(state), isNew);
        update();
      },
      refresh: () => update(),
      /** @returns {boolean} whether there was something to clear: first the words, then the filters */
      clear() {
        if (!ui.state.isActive(page.state)) return false;
        page.change(page.state.q ? { ...page.state, q: "" } : ui.state.empty());
        input.focus();
        return true;
      },
    };

    const show = (result) => {
      const { list } = engine;
      title.textContent = headline(result, list.total);
      const chosen = ui.showChips(part("chips"), list, page);
      part("chosen").textContent = chosen ? `${chosen} chosen` : "";
      ui.showMessages(part("messages"), result, page.state);
      hits.show(result, fail);
      facets.show(result);
      more.hidden = result.hits.length >= result.total;
      empty.hidden = result.total > 0;
      drop.hidden = !ui.state.hasFilters(page.state);
    };

    /** Asks the engine; an answer that comes after a later question is dropped. */
    const ask = async () => {
      asked += 1;
      const own = asked;
      const wait = setTimeout(() => (title.textContent = "Loading the search …"), SLOW);
      try {
        await engine.open();
        facets ??= ui.facets(part("filters"), engine, page);
        hits ??= ui.hits(root, engine);
        const options = { ...ui.state.options(page.state), counts: facets.wanted(), limit };
        const result = await engine.search(page.state.q, options);
        if (own === asked) show(result);
      } catch (error) {
        if (own === asked) fail(error);
        if (error.name !== "StaleData" && !/could not be loaded/.test(error.message)) throw error;
      } finally {
        clearTimeout(wait);
      }
    };

    const update = () => {
      const isActive = ui.state.isActive(page.state);
      if (input.value.trim() !== page.state.q.trim()) input.value = page.state.q;
      sort.value = page.state.sort;
      root.hidden = !isActive;
      for (const element of homeOnly) element.hidden = isActive;
      document.body.classList.toggle("is-searching", isActive);
      if (isActive) ask();
      else asked += 1;
    };

    const type = () => {
      const before = ui.state.isActive(page.state);
      page.state = { ...page.state, q: input.value };
      limit = PAGE;
      // A run of typing is one step for Back.
      writeAddress(ui.state.write(page.state), !isTyping || before !== ui.state.isActive(page.state));
      isTyping = true;
      update();
    };

    const readAddress = () => {
      const { hash } = location;
      if (hash && !hash.includes("=")) return;
      page.state = ui.state.read(hash);
      [limit, isTyping] = [PAGE, false];
      update();
    };

    const submit = (event) => {
      event.preventDefault();
      isTyping = false;
      const { identifier } = engine.list && page.state.q ? engine.parse(page.state.q) : {};
      if (identifier && engine.list.identifiers.includes(identifier)) location.href = `dandiset/${identifier}/index.html`;
      else if (ui.state.isActive(page.state)) root.scrollIntoView({ block: "nearest" });
    };

    input.addEventListener("focus", () => engine.open().catch(() => {}), { once: true });
    input.addEventListener("input", type);
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
    if (query && !location.hash) writeAddress(ui.state.write({ ...ui.state.empty(), q: query }), false);
    if (location.hash.includes("=")) readAddress();
    else if (input.value.trim()) type();
    else if (document.activeElement === input) engine.open().catch(() => {});
  };

  const form = document.querySelector("[data-search]");
  if (form) start(form);
})();
