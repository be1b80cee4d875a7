/* What stands around the hits: chosen filters, messages, "did you mean". */
(() => {
  "use strict";

  const { ui } = window.catalogSearch;

  const chip = (label, onRemove) => {
    const item = ui.copy("search-chip");
    const button = item.querySelector("button");
    button.querySelector("span").textContent = label;
    button.setAttribute("aria-label", `Remove the filter ${label}`);
    button.addEventListener("click", onRemove);
    return item;
  };

  const spanWords = ([low, high], unit) => {
    const bounded = low === high ? `${low}` : `${low} to ${high}`;
    const words = low === null ? `up to ${high}` : high === null ? `from ${low}` : bounded;
    return unit ? `${words} ${unit}` : words;
  };

  /** The chosen filters as buttons that remove them. @returns {number} how many */
  ui.showChips = (root, list, page) => {
    const { state } = page;
    const chips = [];
    for (const [name, slugs] of Object.entries(state.filters)) {
      const facet = list.facets.find((one) => one.name === name);
      for (const slug of slugs) {
        const label = facet?.terms?.find((term) => term.slug === slug)?.label ?? slug;
        chips.push(
          chip(`${facet?.label ?? name}: ${label}`, () => page.change(ui.state.toggled(page.state, name, slug))),
        );
      }
    }
    for (const { name, label, unit } of ui.state.RANGES) {
      if (!state.ranges[name] || (name === "files" && ui.state.asksForFiles(state))) continue;
      chips.push(
        chip(
          `${label}: ${spanWords(state.ranges[name], unit)}`,
          () => page.change(ui.state.ranged(page.state, name, null, null)),
        ),
      );
    }
    root.replaceChildren(...chips);
    root.hidden = !chips.length;
    return chips.length;
  };

  const suggestion = (text, state) =>
    ui.element(
      "p",
      "results__suggestion",
      "Did you mean ",
      ui.link(`#${ui.state.write({ ...state, q: text })}`, text),
      "?",
    );

  ui.showMessages = (root, result, state) => {
    const notes = result.messages.map((text) => ui.element("p", "results__message", text));
    if (result.suggestion) notes.push(suggestion(result.suggestion.text, state));
    root.replaceChildren(...notes);
  };
})();
