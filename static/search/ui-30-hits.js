/* The dandisets found: a list of those with all words, and one of those with some. */
(() => {
  "use strict";

  const { ui } = window.catalogSearch;
  const TERMS = 2;
  const SHOWN_FACETS = ["species", "technique"];
  /** Fields whose name before a snippet tells more than the snippet alone. */
  const TOLD_FIELDS = {
    keyword: "Keyword",
    anatomy: "Anatomy",
    species: "Species",
    approach: "Approach",
    technique: "Technique",
    variable: "Variable",
    publication: "Publication",
    contributor: "Contributor",
    institution: "Institution",
    funder: "Funder",
    award: "Award",
    standard: "Data standard",
    identifier: "Identifier",
  };

  /** A few of the species and techniques of a dandiset. */
  const termsOf = (list, place) =>
    SHOWN_FACETS.flatMap((name) => {
      const facet = list.facets.find((one) => one.name === name);
      const numbers = facet?.terms ? (facet.having?.[place] ?? []) : [];
      return numbers.slice(0, TERMS).map((number) => facet.terms[number].label.split(" - ")[0]);
    });

  const factsOf = (list, place) => {
    const facts = [list.files[place] ? ui.counted(list.files[place], "file") : "no files"];
    if (list.sizes[place]) facts.push(ui.filesize(list.sizes[place]));
    if (list.subjects[place]) facts.unshift(ui.counted(list.subjects[place], "subject"));
    if (list.years[place]) facts.push(`published ${list.years[place]}`);
    if (list.updated[place]) facts.push(`updated ${ui.date(list.updated[place])}`);
    return facts;
  };

  const isDraft = (list, place) => (list.versions ? list.versions[place] === "draft" : !list.years[place]);

  /**
   * @param {HTMLElement} root
   * @param {Object} engine
   */
  ui.hits = (root, engine) => {
    const whole = root.querySelector("[data-search-hits]");
    const partial = root.querySelector("[data-search-partial]");
    const rest = root.querySelector("[data-search-rest]");
    /** What snippets were shown last, so that a keystroke doesn't make the list jump. */
    const snippets = new Map();
    let timer = 0;
    let turn = 0;

    const fillSnippet = (item, snippet) => {
      const told = TOLD_FIELDS[snippet?.field];
      const parts = ui.marked(snippet?.parts ?? []);
      item.querySelector(".hit__snippet").replaceChildren(...(told && parts.length ? [ui.element("span", "hit__field", told), " "] : []), ...parts);
    };

    const draw = (hit, marks) => {
      const { list } = engine;
      const item = ui.copy("search-hit");
      item.dataset.number = hit.number;
      const title = item.querySelector("a");
      title.href = `dandiset/${hit.identifier}/index.html`;
      title.replaceChildren(...ui.marked(engine.mark(hit.title, marks)));
      item.querySelector(".identifier").textContent = hit.identifier;
      const tag = item.querySelector(".tag");
      const draft = isDraft(list, hit.number);
      tag.classList.add(draft ? "tag--draft" : "tag--published");
      tag.textContent = draft ? "Draft" : (list.versions?.[hit.number] ?? "Published");
      item.querySelector(".hit__terms").replaceChildren(...termsOf(list, hit.number).map((term) => ui.element("span", "", term)));
      item.querySelector(".hit__facts").replaceChildren(...factsOf(list, hit.number).map((fact) => ui.element("span", "", fact)));
      if (hit.holds) {
        item.querySelector(".hit__holds").hidden = false;
        item.querySelector(".hit__holds code").textContent = hit.holds;
      }
      fillSnippet(item, snippets.get(hit.number));
      return item;
    };

    const loadSnippets = async (numbers, marks) => {
      turn += 1;
      const own = turn;
      const found = await engine.snippets(numbers, marks);
      if (own !== turn) return;
      numbers.forEach((number, at) => {
        snippets.set(number, found[at]);
        const item = root.querySelector(`.hit[data-number="${number}"]`);
        if (item) fillSnippet(item, found[at]);
      });
    };

    const show = (result, fail) => {
      const items = result.hits.map((hit) => [hit.partial, draw(hit, result.marks)]);
      whole.replaceChildren(...items.filter(([isPartial]) => !isPartial).map(([, item]) => item));
      partial.replaceChildren(...items.filter(([isPartial]) => isPartial).map(([, item]) => item));
      whole.hidden = !whole.childElementCount;
      partial.hidden = rest.hidden = !partial.childElementCount;
      clearTimeout(timer);
      // Texts come in many files: they wait until the typing pauses.
      timer = setTimeout(() => loadSnippets(result.hits.map((hit) => hit.number), result.marks).catch(fail), 120);
    };

    return { show };
  };
})();
