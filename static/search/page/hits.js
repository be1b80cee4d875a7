/* The dandisets found: a list of those with all words, and one of those with some. */
(() => {
  "use strict";

  const { ui } = window.catalogSearch;
  const TERMS = 2;
  /** So many hits fill a screen; those below it wait until these are seen. */
  const FIRST = 8;
  /** Milliseconds without a key after which texts are loaded. */
  const PAUSE = 120;

  /** A few of the species of a dandiset. Techniques say little: the archive concludes most from types of data. */
  const termsOf = (list, place) => {
    const facet = list.facets.find((one) => one.name === "species");
    const numbers = facet?.terms ? (facet.having?.[place] ?? []) : [];
    return numbers.slice(0, TERMS).map((number) => facet.terms[number].label);
  };

  const factsOf = (list, place) => {
    const facts = [list.files[place] ? ui.counted(list.files[place], "file") : "no files yet"];
    if (list.sizes[place]) facts.push(ui.filesize(list.sizes[place]));
    if (list.subjects[place]) facts.unshift(ui.counted(list.subjects[place], "subject"));
    const changed = list.published[place] ? "published" : list.files[place] ? "updated" : "created";
    if (list.updated[place]) facts.push(`${changed} ${ui.date(list.updated[place])}`);
    return facts;
  };

  const spans = (texts) => texts.map((text) => ui.element("span", "", text));

  /** An item of a list that shows one dandiset after the other: only what is different is written anew. */
  const makeSlot = (engine, snippets) => {
    const root = ui.copy("search-hit");
    const parts = ["a", ".identifier", ".tag", ".hit__terms", ".hit__facts", ".hit__holds", "code", ".hit__snippet"];
    const [title, identifier, tag, terms, facts, holds, held, text] = parts.map((one) => root.querySelector(one));
    const slot = { root, number: -1 };
    let [shownTitle, shownSnippet] = ["", null];

    const showTitle = (pieces) => {
      const written = JSON.stringify(pieces);
      if (written !== shownTitle) title.replaceChildren(...ui.marked(pieces));
      shownTitle = written;
    };

    slot.showSnippet = () => {
      const snippet = snippets.get(slot.number) ?? null;
      if (snippet === shownSnippet) return;
      shownSnippet = snippet;
      const told = engine.list.fieldLabels[snippet?.field];
      const pieces = ui.marked(snippet?.parts ?? []);
      text.replaceChildren(...(told && pieces.length ? [ui.element("span", "hit__field", told), " "] : []), ...pieces);
    };

    const showDandiset = (hit) => {
      const { list } = engine;
      slot.number = hit.number;
      title.href = `dandiset/${hit.identifier}/index.html`;
      identifier.textContent = hit.identifier;
      const draft = !list.years[hit.number];
      tag.classList.toggle("tag--draft", draft);
      tag.classList.toggle("tag--published", !draft);
      tag.textContent = draft ? "Draft" : "Published";
      terms.replaceChildren(...spans(termsOf(list, hit.number)));
      facts.replaceChildren(...spans(factsOf(list, hit.number)));
    };

    slot.show = (hit, marks) => {
      if (hit.number !== slot.number) showDandiset(hit);
      showTitle(engine.mark(hit.title, marks));
      if (holds.hidden !== !hit.holds) holds.hidden = !hit.holds;
      if (held.textContent !== hit.holds) held.textContent = hit.holds;
      slot.showSnippet();
    };
    return slot;
  };

  /** Lists of hits, of which only what is different is written anew. */
  const makeLists = (root, engine, snippets) => {
    const lists = ["hits", "partial"].map((name) => ({ root: root.querySelector(`[data-search-${name}]`), slots: [] }));
    // Made before there is a query, so that the first letter has less to do, and on the page only when they show a hit.
    const spare = Array.from({ length: FIRST }, () => makeSlot(engine, snippets));
    const addSlot = (list) => {
      const slot = spare.pop() ?? makeSlot(engine, snippets);
      list.slots.push(slot);
      list.root.append(slot.root);
    };

    return {
      /** Shows hits from one place of a list to another. */
      fill(at, hits, marks, from, to) {
        const list = lists[at];
        for (let place = from; place < Math.min(to, hits.length); place += 1) {
          if (place === list.slots.length) addSlot(list);
          list.slots[place].show(hits[place], marks);
        }
      },
      /** Leaves no more than so many in a list. */
      shorten(at, length) {
        for (const slot of lists[at].slots.splice(length)) slot.root.remove();
        lists[at].root.hidden = !length;
      },
      showSnippets() {
        for (const { slots } of lists) for (const slot of slots) slot.showSnippet();
      },
    };
  };

  /** Loads the texts of hits: they come in many files, so those of the first screen wait until the typing pauses, and
      the others until somebody goes there. */
  const makeLoading = (engine, snippets, onLoad) => {
    let timer = 0;
    let turn = 0;
    /** Loads the texts of the hits below the first screen, once. */
    let loadRest = () => {};
    for (const kind of ["scroll", "focusin"]) {
      window.addEventListener(kind, () => loadRest(), { passive: true });
    }

    const load = async (numbers, marks, lack) => {
      turn += 1;
      const own = turn;
      let found;
      try {
        found = await engine.snippets(numbers, marks);
      } catch (error) {
        if (own === turn) lack(error, () => load(numbers, marks, lack));
        return;
      }
      if (own !== turn) return;
      numbers.forEach((number, at) => snippets.set(number, found[at]));
      onLoad();
    };

    /** @param {(error: Error, again: () => void) => void} lack is told where they don't come */
    return (numbers, marks, lack) => {
      turn += 1;
      clearTimeout(timer);
      loadRest = () => {};
      timer = setTimeout(() => {
        load(numbers.slice(0, FIRST), marks, lack);
        if (numbers.length <= FIRST) return;
        loadRest = () => {
          loadRest = () => {};
          load(numbers, marks, lack);
        };
        if (scrollY > 0) loadRest();
      }, PAUSE);
    };
  };

  /**
   * @param {HTMLElement} root
   * @param {Object} engine
   */
  ui.hits = (root, engine) => {
    const rest = root.querySelector("[data-search-rest]");
    /** What snippets were shown last, so that a keystroke doesn't make the list jump. */
    const snippets = new Map();
    const lists = makeLists(root, engine, snippets);
    const load = makeLoading(engine, snippets, lists.showSnippets);

    return {
      /** @returns {() => void} what shows the hits below the first screen */
      show({ hits, marks }, lack) {
        const found = [hits.filter((hit) => !hit.partial), hits.filter((hit) => hit.partial)];
        const first = [FIRST, Math.max(0, FIRST - found[0].length)];
        found.forEach((some, at) => {
          lists.shorten(at, some.length);
          lists.fill(at, some, marks, 0, first[at]);
        });
        // Where there are no others, the headline says it.
        rest.hidden = !found[0].length || !found[1].length;
        load(hits.map((hit) => hit.number), marks, lack);
        return () => found.forEach((some, at) => lists.fill(at, some, marks, first[at], Infinity));
      },
    };
  };
})();
