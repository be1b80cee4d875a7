/* What the reader asks, as the hash of the home page holds it: #q=mouse&species=…,…&year=2020-2023&sort=newest. Pure. */
(() => {
  "use strict";

  const SORTS = ["relevance", "newest", "name", "size", "files", "subjects"];
  const NAME = /^[a-z][a-z0-9_-]{0,30}$/;
  const SPAN = /^([0-9]+(?:\.[0-9]+)?)?-([0-9]+(?:\.[0-9]+)?)?$/;

  /** Ranges that readers may set; in the hash and in inputs their numbers have this unit. */
  const RANGES = [
    { name: "year", label: "Year of publication", unit: "", factor: 1 },
    { name: "subjects", label: "Subjects", unit: "", factor: 1 },
    { name: "files", label: "Files", unit: "", factor: 1 },
    { name: "size", label: "Size", unit: "GB", factor: 1e9 },
  ];
  const isRange = (name) => RANGES.some((range) => range.name === name);

  const empty = () => ({ q: "", sort: "relevance", all: false, filters: {}, ranges: {} });

  const readNumber = (digits) => (digits === undefined ? null : Number(digits));

  /** @param {string} hash with or without #; what is not understood is left out */
  const read = (hash) => {
    const state = empty();
    for (const [name, value] of new URLSearchParams(hash.replace(/^#/, ""))) {
      if (name === "q") state.q = value;
      else if (name === "all") state.all = true;
      else if (name === "sort") state.sort = SORTS.includes(value) ? value : "relevance";
      else if (isRange(name)) {
        const span = SPAN.exec(value);
        if (span && (span[1] || span[2])) state.ranges[name] = [readNumber(span[1]), readNumber(span[2])];
      } else if (NAME.test(name) && value) {
        state.filters[name] = [...new Set(value.split(","))].filter(Boolean);
      }
    }
    return state;
  };

  const write = (state) => {
    const written = new URLSearchParams();
    if (state.q) written.set("q", state.q);
    for (const [name, slugs] of Object.entries(state.filters)) if (slugs.length) written.set(name, slugs.join(","));
    for (const [name, [low, high]] of Object.entries(state.ranges)) written.set(name, `${low ?? ""}-${high ?? ""}`);
    if (state.all && !written.size) written.set("all", "1");
    if (state.sort !== "relevance" && written.size) written.set("sort", state.sort);
    return written.toString().replaceAll("%2C", ",");
  };

  const hasFilters = (state) => Object.keys(state.filters).length + Object.keys(state.ranges).length > 0;
  const isActive = (state) => Boolean(state.q.trim()) || state.all || hasFilters(state);

  /** @returns {Object} the state with a value of a facet chosen, or no longer */
  const toggled = (state, facet, slug) => {
    const chosen = state.filters[facet] ?? [];
    const slugs = chosen.includes(slug) ? chosen.filter((one) => one !== slug) : [...chosen, slug];
    const { [facet]: _, ...others } = state.filters;
    return { ...state, filters: slugs.length ? { ...others, [facet]: slugs } : others };
  };

  /** @returns {Object} the state with another range; one that is open on both sides is none */
  const ranged = (state, name, low, high) => {
    const { [name]: _, ...others } = state.ranges;
    return { ...state, ranges: low === null && high === null ? others : { ...others, [name]: [low, high] } };
  };

  /** Whether only dandisets with files are asked for. */
  const asksForFiles = ({ ranges: { files } }) => Boolean(files && files[0] === 1 && files[1] === null);

  /** Options for the engine, whose sizes are bytes. */
  const options = (state) => ({
    sort: state.sort,
    filters: state.filters,
    ranges: Object.fromEntries(
      RANGES.filter(({ name }) => state.ranges[name]).map(({ name, factor }) => [
        name,
        state.ranges[name].map((number) => (number === null ? null : number * factor)),
      ]),
    ),
  });

  window.catalogSearch.ui = {
    state: { RANGES, empty, read, write, hasFilters, isActive, toggled, ranged, asksForFiles, options },
  };
})();
