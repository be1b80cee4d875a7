/* Filters beside the results: a facet each, with counts that follow the query, and ranges. */
(() => {
  "use strict";

  const { ui } = window.catalogSearch;
  const FIRST = 8;
  const MORE = 200;
  const OPEN_AT_FIRST = 3;
  /** A facet with more values than this gets a box to search in it. */
  const LONG = 15;

  /** A value's name, its other names, and what the reader looks for in them, folded. */
  const nameOf = (engine, term) => (term.folded ??= engine.fold([term.label, ...(term.also ?? [])].join(" ")));

  /** Labels that several terms have: these are told apart by their identifiers. */
  const namesakesOf = (terms) => {
    const seen = new Set();
    return new Set(terms.map(({ label }) => label).filter((label) => seen.has(label) || !seen.add(label)));
  };

  const labelOf = (terms, term) => {
    terms.namesakes ??= namesakesOf(terms);
    const isIdentifier = /^[a-z]+_[0-9]+$/.test(term.slug);
    return terms.namesakes.has(term.label) && isIdentifier
      ? `${term.label} (${term.slug.toUpperCase().replace("_", ":")})`
      : term.label;
  };

  /** Terms in the order to show: chosen ones, then by count in the results; those without any are left out. */
  const ordered = (terms, counts, chosen) => {
    const numbers = [...terms.keys()].filter((number) => counts[number] > 0 || chosen.includes(terms[number].slug));
    const isChosen = (number) => Number(chosen.includes(terms[number].slug));
    return numbers.sort((a, b) => isChosen(b) - isChosen(a) || counts[b] - counts[a] || a - b);
  };

  /** A value's box, name and count; it shows one value after the other. */
  const makeSlot = (onToggle) => {
    const root = ui.copy("search-term");
    const [input, label, total] = ["input", ".facet__label", ".facet__count"].map((one) => root.querySelector(one));
    input.addEventListener("change", () => onToggle(input.value));
    return {
      root,
      input,
      show(term, name, count, isChosen) {
        if (input.value !== term.slug) {
          input.value = term.slug;
          label.textContent = name;
        }
        if (input.checked !== isChosen) input.checked = isChosen;
        const counted = ui.number(count);
        if (total.textContent !== counted) total.textContent = counted;
      },
    };
  };

  /** A list of values; `show` writes only what is different, and the value that had the focus keeps it. */
  const makeTerms = (list, onToggle) => {
    const slots = [];
    return {
      /** @param {[Object, string, number, boolean][]} rows terms, their names, their counts, whether they are chosen */
      show(rows) {
        const focused = list.contains(document.activeElement) ? document.activeElement.value : null;
        for (const slot of slots.splice(rows.length)) slot.root.remove();
        rows.forEach((row, at) => {
          if (at === slots.length) {
            slots.push(makeSlot(onToggle));
            list.append(slots[at].root);
          }
          slots[at].show(...row);
        });
        if (focused !== null) slots.find(({ input }) => input.value === focused)?.input.focus();
      },
    };
  };

  /** The parts of a facet on the page, and a button that tries again to load it. */
  const partsOfFacet = (facet, isOpen) => {
    const root = ui.copy("search-facet");
    const [name, chosen] = root.querySelectorAll(".facet__name > span");
    const [find, list, note, more] = [".facet__find", ".facet__terms", ".facet__note", "button"].map((one) =>
      root.querySelector(one)
    );
    const again = ui.element("button", "link-button", "Try again");
    again.type = "button";
    name.textContent = facet.label;
    find.setAttribute("aria-label", `Find in ${facet.label.toLowerCase()}`);
    find.placeholder = find.getAttribute("aria-label");
    root.open = isOpen;
    root.dataset.facet = facet.name;
    return { root, chosen, find, list, note, more, again };
  };

  /** Those of a facet's values that are in the results and have a name with the words in it. */
  const wantedTerms = (facet, engine, numbers, words) =>
    numbers.filter((number) => words.every((word) => nameOf(engine, facet.terms[number]).includes(word)));

  /** Shows a facet in its parts; `data` holds counts, whether the facet did not come, and how many values are shown. */
  const makeShowFacet = (facet, engine, page, at, data) => {
    const terms = makeTerms(at.list, (slug) => page.change(ui.state.toggled(page.state, facet.name, slug)));

    const showNote = () => {
      at.note.hidden = Boolean(facet.terms && data.counts);
      const lacking = `${ui.lackWords(`facet-${facet.name}`, engine.list)}. `;
      at.note.replaceChildren(...(data.isLacking ? [lacking, at.again] : ["Loading …"]));
    };

    return () => {
      const chosen = page.state.filters[facet.name] ?? [];
      at.chosen.textContent = chosen.length ? `${chosen.length} chosen` : "";
      if (!at.root.open) return;
      showNote();
      if (!facet.terms || !data.counts) return;
      const words = engine.fold(at.find.value).split(" ").filter(Boolean);
      const there = ordered(facet.terms, data.counts, chosen);
      at.find.hidden = there.length <= LONG && !words.length;
      const found = wantedTerms(facet, engine, there, words);
      const rowOf = (number) => {
        const term = facet.terms[number];
        return [term, labelOf(facet.terms, term), data.counts[number], chosen.includes(term.slug)];
      };
      terms.show(found.slice(0, data.most).map(rowOf));
      at.more.hidden = found.length <= data.most;
      at.more.textContent = `Show ${ui.number(Math.min(found.length - data.most, MORE))} more`;
      if (!found.length) {
        at.note.hidden = false;
        at.note.textContent = words.length ? "No name like that in these results." : "None in these results.";
      }
    };
  };

  /** Opened by hand or not: once a facet or range that holds choices is shown, it opens. */
  const openOnce = (root) => {
    if (root.dataset.touched) return;
    root.dataset.touched = "yes";
    root.open = true;
  };

  /** One facet. `page` has state, change(state) and refresh(). */
  const makeFacet = (facet, engine, page, isOpen) => {
    const at = partsOfFacet(facet, isOpen);
    const { root } = at;
    const data = { counts: null, isLacking: false, most: FIRST };
    const show = makeShowFacet(facet, engine, page, at, data);

    root.addEventListener("toggle", () => {
      show();
      if (root.open && !data.counts) page.refresh();
    });
    at.again.addEventListener("click", () => {
      data.isLacking = false;
      show();
      root.querySelector("summary").focus();
      page.refresh();
    });
    at.find.addEventListener("input", show);
    at.more.addEventListener("click", () => {
      data.most += MORE;
      const before = at.list.childElementCount;
      show();
      at.list.children[before]?.querySelector("input").focus();
    });

    return {
      root,
      name: facet.name,
      isWanted: () => root.open || Boolean(page.state.filters[facet.name]),
      show(result) {
        data.counts = result.counts[facet.name] ?? null;
        data.isLacking = result.lacking.includes(`facet-${facet.name}`);
        if (data.counts && page.state.filters[facet.name]) openOnce(root);
        show();
      },
    };
  };

  const makeRange = (range, page) => {
    const root = ui.copy("search-range");
    const [name, chosen] = root.querySelectorAll(".facet__name > span");
    const inputs = [...root.querySelectorAll("input")];
    const unit = range.unit ? ` (${range.unit})` : "";
    name.textContent = `${range.label}${unit}`;
    ["from", "to"].forEach((side, at) => inputs[at].setAttribute("aria-label", `${range.label}${unit}, ${side}`));
    root.dataset.facet = range.name;
    const read = (input) => (input.value.trim() === "" || !(input.valueAsNumber >= 0) ? null : input.valueAsNumber);
    for (const input of inputs) {
      input.addEventListener("change", () => page.change(ui.state.ranged(page.state, range.name, ...inputs.map(read))));
    }
    return {
      root,
      show() {
        const span = page.state.ranges[range.name];
        inputs.forEach((input, at) => {
          if (input !== document.activeElement) input.value = span?.[at] ?? "";
        });
        chosen.textContent = span ? "1 chosen" : "";
        if (span) openOnce(root);
      },
    };
  };

  ui.facets = (root, engine, page) => {
    const facets = engine.list.facets.map((facet, at) =>
      makeFacet(facet, engine, page, at < OPEN_AT_FIRST && !facet.isLong)
    );
    const ranges = ui.state.RANGES.map((range) => makeRange(range, page));
    root.replaceChildren(...[...facets, ...ranges].map((one) => one.root));
    return {
      /** Which facets have to be counted, and loaded if need be. */
      wanted: () => facets.filter((facet) => facet.isWanted()).map((facet) => facet.name),
      show: (result) => [...facets, ...ranges].forEach((one) => one.show(result)),
    };
  };
})();
