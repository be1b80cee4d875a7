/* The answer to a query: what is found, how it is narrowed and sorted, how many have which values, what is told. Pure. */
(() => {
  "use strict";

  const { parts: shared } = window.catalogSearch;
  const LIMIT = 20;

  /** The places that a choice of facets and ranges leaves, for all facets together and for each without its own. */
  const choose = ({ list, facets }, hits, { filters = {}, ranges = {} }) => {
    const { holds } = shared.ranges;
    const limits = Object.entries(ranges).filter(([, range]) => range && (range[0] !== null || range[1] !== null));
    const within = hits.filter(({ place }) =>
      limits.every(([name, range]) => holds(range, list.measures[name][place]))
    );
    const choices = Object.keys(filters).map((name) => [name, facets.chosen(name, filters[name])]);
    const passing = (own) =>
      within.filter(({ place }) => choices.every(([name, places]) => name === own || !places || places.has(place)));
    return {
      all: passing(null),
      without: passing,
      isChosen: (name) => choices.some(([one, places]) => one === name && places),
    };
  };

  const countFacets = ({ facets }, chosen, names) => {
    const counts = {};
    for (const facet of facets.all) {
      if (names && !names.includes(facet.name)) continue;
      if (names) facets.open(facet);
      if (!facet.terms) continue;
      const hits = chosen.isChosen(facet.name) ? chosen.without(facet.name) : chosen.all;
      counts[facet.name] = facets.count(facet, hits.map((hit) => hit.place));
    }
    return counts;
  };

  const sorted = ({ orders }, hits, sort) => {
    const compare = orders[sort];
    if (!compare) return hits;
    const newer = (a, b) => b - a;
    return [...hits].sort((a, b) => a.isPartial - b.isPartial || compare(a.place, b.place) || newer(a.place, b.place));
  };

  /** Words with nothing but typos to their name -> the commonest word a letter away. */
  const corrections = ({ matches, table }, query) => {
    const found = new Map();
    for (const { alternatives, isOpen } of query.terms) {
      const [word, ...more] = alternatives[0].words;
      if (more.length || !matches.isUnknown(word, isOpen)) continue;
      const times = (entry) => table.postings(entry).length;
      const near = matches.meant(word, isOpen);
      near.sort((a, b) => times(b) - times(a) || (a.word < b.word ? -1 : 1));
      if (near.length) found.set(word, near[0].word);
    }
    return found;
  };

  /** The query as typed, its mistyped words mended; null where there are none. */
  const suggest = ({ analysis }, text, mended) => {
    if (!mended.size) return null;
    const corrected = text.normalize("NFC").replace(analysis.CHUNK, (chunk) => {
      const forms = analysis.partsOf(analysis.fold(chunk));
      return forms.length === 1 ? (mended.get(analysis.normal(forms[0])) ?? chunk) : chunk;
    });
    return { text: corrected, words: Object.fromEntries(mended) };
  };

  const nowhere = () => new Set();

  /** How many the words alone find, told where filters among them leave nothing. */
  const unfiltered = (parts, query) => {
    const isMixed = query.terms.length + query.phrases.length &&
      query.filters.length + query.ranges.length + query.has.length;
    if (!isMixed) return [];
    const words = { ...query, identifier: "", fileName: "", filters: [], ranges: [], has: [] };
    const { length } = shared.ranking.order(parts, words, parts.sieve(words, []), nowhere);
    const { ONE_UNFILTERED, MORE_UNFILTERED } = parts.rules.messages;
    return length ? [shared.fill(length === 1 ? ONE_UNFILTERED : MORE_UNFILTERED, { count: length })] : [];
  };

  const hitOf = ({ list, rules }, { place, score, isPartial, holds }) => ({
    number: place,
    identifier: list.identifiers[place],
    title: list.titles[place],
    score: score / rules.unit,
    partial: isPartial,
    holds,
  });

  /**
   * @param {Object} parts of the engine
   * @returns {Object} see docs/search.md
   */
  shared.answer = (parts, text, options) => {
    const query = parts.parse(text);
    const messages = [];
    const allowed = parts.sieve(query, messages);
    const holders = options.files === false ? nowhere : parts.holders;
    const hits = shared.ranking.order(parts, query, allowed, holders);
    if (query.identifier && !hits.length) messages.push(shared.fill(parts.rules.messages.NO_DANDISET, query));
    else if (!hits.length) messages.push(...unfiltered(parts, query));
    const chosen = choose(parts, hits, options);
    const found = sorted(parts, chosen.all, options.sort ?? "relevance");
    const mended = corrections(parts, query);
    return {
      total: found.length,
      complete: found.filter((hit) => !hit.isPartial).length,
      empty: found.filter((hit) => !hit.isPartial && !parts.list.files[hit.place]).length,
      numbers: found.map((hit) => hit.place),
      hits: found.slice(0, options.limit ?? LIMIT).map((hit) => hitOf(parts, hit)),
      counts: countFacets(parts, chosen, options.counts),
      messages: [...query.messages, ...messages],
      suggestion: suggest(parts, parts.cut(text), mended),
      query,
      marks: parts.marks.marksOf(query),
    };
  };
})();
