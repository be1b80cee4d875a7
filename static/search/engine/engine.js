/* The engine: loads what a query needs, ranks, filters, counts. No page, no state of its own but what is loaded. */
(() => {
  "use strict";

  const search = window.catalogSearch;
  const { pieces } = search.parts;
  const LIMIT = 20;

  const DAY_MS = 86_400_000;
  const dayNumber = (iso) => Number(iso.replaceAll("-", ""));

  /** A table that words are looked up in, without what all objects have: "constructor" is a word too. */
  const bareTable = (table) => Object.assign(Object.create(null), table);
  const isTable = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
  const readRules = (rules) =>
    Object.fromEntries(Object.entries(rules).map(([name, value]) => [name, isTable(value) ? bareTable(value) : value]));

  const runningSums = (steps) => {
    let sum = 0;
    return steps.map((step) => (sum += step));
  };

  /** The list as pages use it: columns by place. */
  const readList = (data) => {
    const first = Date.parse(data.rules.firstDay);
    const isoDay = (days) => (days ? new Date(first + days * DAY_MS).toISOString().slice(0, 10) : "");
    const [published, created, updated] = [data.published, data.created, data.updated].map((days) => days.map(isoDay));
    const measures = { subjects: data.subjects, files: data.files, size: data.size, year: data.year };
    for (const [name, days] of Object.entries({ published, created, updated })) measures[name] = days.map(dayNumber);
    return {
      total: data.titles.length,
      identifiers: runningSums(data.identifiers).map((number) => String(number).padStart(6, "0")),
      titles: data.titles,
      subjects: data.subjects,
      files: data.files,
      sizes: data.size,
      years: data.year,
      published,
      created,
      updated,
      has: data.has.map((bits) => data.rules.has.filter((_, number) => bits & (1 << number))),
      measures,
    };
  };

  const COLLATOR = new Intl.Collator("en", { sensitivity: "base", numeric: true });

  /** For each order a comparison of two places; equal ones are newest first. */
  const orders = (list) => {
    const falling = (values) => (a, b) => values[b] - values[a];
    return {
      newest: falling(list.measures.updated),
      name: (a, b) => COLLATOR.compare(list.titles[a], list.titles[b]),
      size: falling(list.sizes),
      files: falling(list.files),
      subjects: falling(list.subjects),
    };
  };

  /**
   * @param {{list: () => Promise<string>, load: (name: string) => Promise<void>}} source a loader
   */
  search.engine = (source) => {
    let data = null;
    let parts = null;
    /** Names of pieces that were missed since the last load. */
    const missed = new Set();

    /** The data of a piece, or undefined after noting that it is needed. Of pieces of a kind the number is told. */
    const piece = (kind, number = 0, digits = 0) => {
      const { hashes, rules } = data.raw;
      const start = number * rules.hashLetters;
      const name = `${digits ? `${kind}-${String(number).padStart(digits, "0")}` : kind}.${
        hashes[kind].slice(start, start + rules.hashLetters)
      }`;
      if (!pieces.has(name)) missed.add(name);
      return pieces.get(name);
    };

    const start = (raw) => {
      data = { raw, list: readList(raw) };
      const rules = readRules(raw.rules);
      const analysis = search.parts.analysis(rules);
      const { parse, cut, identifierOf } = search.parts.parser(rules, analysis);
      const table = search.parts.table.makeTable(raw.shards, piece);
      const matches = search.parts.table.matcher(rules, analysis, table);
      const facets = search.parts.facets(raw.facets, analysis, identifierOf, piece);
      const textsOf = (place) => fieldsOf(place).flatMap(([, texts]) => texts);
      parts = {
        rules,
        analysis,
        parse,
        cut,
        table,
        matches,
        facets,
        score: search.parts.ranking.scorer(table, matches),
        sieve: search.parts.ranking.sieve(rules, data.list, analysis, table, facets, textsOf),
        marks: search.parts.marks(rules, analysis, matches),
        orders: orders(data.list),
        holders: search.parts.files(rules, raw.hashes.files.length / raw.rules.hashLetters, piece),
      };
      data.list.facets = facets.all;
      data.list.fieldLabels = rules.fieldLabels;
    };

    /** @returns {[string, string[]][]} the fields of a dandiset with their texts; empty while they are not here */
    const fieldsOf = (place) => {
      const { together, rules } = data.raw;
      const shard = piece("texts", Math.floor(place / together), 3);
      const fields = shard?.[place % together] ?? [];
      return fields.map(([number, ...texts]) => [rules.fields[parseInt(number, 36)], texts]);
    };

    const open = async () => {
      if (!data) {
        const name = await source.list();
        await source.load(name);
        if (!data) start(pieces.get(name));
      }
      return data.list;
    };

    /** Computes until nothing is missing. Each turn knows more of what it needs: typos are looked for last. */
    const settle = async (compute) => {
      await open();
      for (;;) {
        missed.clear();
        const result = compute();
        const names = [...missed];
        if (!names.length) return result;
        await Promise.all(names.map(source.load));
      }
    };

    /** The places that a choice of facets and ranges leaves, for all facets together and for each without its own. */
    const choose = (hits, { filters = {}, ranges = {} }) => {
      const { holds } = search.parts.ranges;
      const { measures } = data.list;
      const limits = Object.entries(ranges).filter(([, range]) => range && (range[0] !== null || range[1] !== null));
      const within = hits.filter(({ place }) => limits.every(([name, range]) => holds(range, measures[name][place])));
      const choices = Object.keys(filters).map((name) => [name, parts.facets.chosen(name, filters[name])]);
      const passing = (own) =>
        within.filter(({ place }) => choices.every(([name, places]) => name === own || !places || places.has(place)));
      return {
        all: passing(null),
        without: passing,
        isChosen: (name) => choices.some(([one, places]) => one === name && places),
      };
    };

    const countFacets = (chosen, names) => {
      const counts = {};
      for (const facet of parts.facets.all) {
        if (names && !names.includes(facet.name)) continue;
        if (names) parts.facets.open(facet);
        if (!facet.terms) continue;
        const hits = chosen.isChosen(facet.name) ? chosen.without(facet.name) : chosen.all;
        counts[facet.name] = parts.facets.count(facet, hits.map((hit) => hit.place));
      }
      return counts;
    };

    const sorted = (hits, sort) => {
      const compare = parts.orders[sort];
      if (!compare) return hits;
      const newer = (a, b) => b - a;
      return [...hits].sort((a, b) =>
        a.isPartial - b.isPartial || compare(a.place, b.place) || newer(a.place, b.place)
      );
    };

    /** Words with nothing but typos to their name -> the commonest word a letter away. */
    const corrections = (query) => {
      const found = new Map();
      for (const { alternatives, isOpen } of query.terms) {
        const [word, ...more] = alternatives[0].words;
        if (more.length || !parts.matches.isUnknown(word, isOpen)) continue;
        const times = (entry) => parts.table.postings(entry).length;
        const near = parts.matches.meant(word, isOpen);
        near.sort((a, b) => times(b) - times(a) || (a.word < b.word ? -1 : 1));
        if (near.length) found.set(word, near[0].word);
      }
      return found;
    };

    /** The query as typed, its mistyped words mended; null where there are none. */
    const suggest = (text, mended) => {
      if (!mended.size) return null;
      const { analysis } = parts;
      const corrected = text.normalize("NFC").replace(analysis.CHUNK, (chunk) => {
        const forms = analysis.partsOf(analysis.fold(chunk));
        return forms.length === 1 ? (mended.get(analysis.normal(forms[0])) ?? chunk) : chunk;
      });
      return { text: corrected, words: Object.fromEntries(mended) };
    };

    /** How many the words alone find, told where filters among them leave nothing. */
    const unfiltered = (query) => {
      const isMixed = query.terms.length + query.phrases.length &&
        query.filters.length + query.ranges.length + query.has.length;
      if (!isMixed) return [];
      const words = { ...query, identifier: "", fileName: "", filters: [], ranges: [], has: [] };
      const { length } = search.parts.ranking.order(
        data.list,
        words,
        parts.sieve(words, []),
        parts.score,
        () => new Set(),
      );
      const { ONE_UNFILTERED, MORE_UNFILTERED } = parts.rules.messages;
      return length ? [search.parts.fill(length === 1 ? ONE_UNFILTERED : MORE_UNFILTERED, { count: length })] : [];
    };

    const answer = (text, options) => {
      const { list } = data;
      const query = parts.parse(text);
      const messages = [];
      const allowed = parts.sieve(query, messages);
      const hits = search.parts.ranking.order(
        list,
        query,
        allowed,
        parts.score,
        options.files === false ? () => new Set() : parts.holders,
      );
      if (query.identifier && !hits.length) messages.push(search.parts.fill(parts.rules.messages.NO_DANDISET, query));
      else if (!hits.length) messages.push(...unfiltered(query));
      const chosen = choose(hits, options);
      const found = sorted(chosen.all, options.sort ?? "relevance");
      const mended = corrections(query);
      return {
        total: found.length,
        complete: found.filter((hit) => !hit.isPartial).length,
        numbers: found.map((hit) => hit.place),
        hits: found.slice(0, options.limit ?? LIMIT).map(({ place, score, isPartial, holds }) => ({
          number: place,
          identifier: list.identifiers[place],
          title: list.titles[place],
          score: score / parts.rules.unit,
          partial: isPartial,
          holds,
        })),
        counts: countFacets(chosen, options.counts),
        messages: [...query.messages, ...messages],
        suggestion: suggest(parts.cut(text), mended),
        query,
        marks: parts.marks.marksOf(query),
      };
    };

    return {
      open,
      get list() {
        return data?.list ?? null;
      },
      /** @returns {Promise<Object>} see docs/search.md */
      search: (text, options = {}) => settle(() => answer(text, options)),
      /** Loads the values of a long facet. */
      openFacet: (name) => settle(() => parts.facets.open(parts.facets.byName.get(name))),
      /** The text in pieces, each marked or not. */
      mark: (text, marks) => parts.marks.mark(text, marks),
      snippets: (numbers, marks) => settle(() => numbers.map((place) => parts.marks.snippet(fieldsOf(place), marks))),
      fold: (text) => parts.analysis.fold(text),
      parse: (text) => parts.parse(text),
      /** For tests: the parts of the analysis. */
      get analysis() {
        return parts.analysis;
      },
    };
  };
})();
