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

  /** One facet. `page` has state, change(state) and refresh(). */
  const makeFacet = (facet, engine, page, isOpen) => {
    const root = ui.copy("search-facet");
    const [name, chosenCount] = root.querySelectorAll(".facet__name > span");
    const [find, list, note, more] = [".facet__find", ".facet__terms", ".facet__note", "button"].map((one) =>
      root.querySelector(one)
    );
    const terms = makeTerms(list, (slug) => page.change(ui.state.toggled(page.state, facet.name, slug)));
    const again = ui.element("button", "link-button", "Try again");
    again.type = "button";
    let most = FIRST;
    let counts = null;
    let isLacking = false;

    const showNote = () => {
      note.hidden = Boolean(facet.terms && counts);
      note.replaceChildren(
        ...(isLacking ? [`${ui.lackWords(`facet-${facet.name}`, engine.list)}. `, again] : ["Loading …"]),
      );
    };

    const show = () => {
      const chosen = page.state.filters[facet.name] ?? [];
      chosenCount.textContent = chosen.length ? `${chosen.length} chosen` : "";
      if (!root.open) return;
      showNote();
      if (!facet.terms || !counts) return;
      const words = engine.fold(find.value).split(" ").filter(Boolean);
      const there = ordered(facet.terms, counts, chosen);
      find.hidden = there.length <= LONG && !words.length;
      const found = there.filter((number) => words.every((word) => nameOf(engine, facet.terms[number]).includes(word)));
      const rowOf = (number) => {
        const term = facet.terms[number];
        return [term, labelOf(facet.terms, term), counts[number], chosen.includes(term.slug)];
      };
      terms.show(found.slice(0, most).map(rowOf));
      more.hidden = found.length <= most;
      more.textContent = `Show ${ui.number(Math.min(found.length - most, MORE))} more`;
      if (!found.length) {
        note.hidden = false;
        note.textContent = words.length ? "No name like that in these results." : "None in these results.";
      }
    };

    name.textContent = facet.label;
    find.setAttribute("aria-label", `Find in ${facet.label.toLowerCase()}`);
    find.placeholder = find.getAttribute("aria-label");
    root.open = isOpen;
    root.dataset.facet = facet.name;
    root.addEventListener("toggle", () => {
      show();
      if (root.open && !counts) page.refresh();
    });
    again.addEventListener("click", () => {
      isLacking = false;
      show();
      root.querySelector("summary").focus();
      page.refresh();
    });
    find.addEventListener("input", show);
    more.addEventListener("click", () => {
      most += MORE;
      const before = list.childElementCount;
      show();
      list.children[before]?.querySelector("input").focus();
    });

    return {
      root,
      name: facet.name,
      isWanted: () => root.open || Boolean(page.state.filters[facet.name]),
      show(result) {
        counts = result.counts[facet.name] ?? null;
        isLacking = result.lacking.includes(`facet-${facet.name}`);
        if (counts && page.state.filters[facet.name] && !root.dataset.touched) {
          root.dataset.touched = "yes";
          root.open = true;
        }
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
        if (span && !root.dataset.touched) {
          root.dataset.touched = "yes";
          root.open = true;
        }
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
