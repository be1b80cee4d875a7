/* The engine: loads what a query needs, ranks, filters, counts. No page, no state of its own but what is loaded. */
(() => {
  "use strict";

  const search = window.catalogSearch;
  const { pieces } = search.parts;

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

  /** The parts of the engine, made for a list; `piece` gives data that they need, or notes that it is to be loaded. */
  const makeParts = (raw, list, piece) => {
    const rules = readRules(raw.rules);
    const analysis = search.parts.analysis(rules);
    const { parse, cut, whole, identifierOf } = search.parts.parser(rules, analysis);
    const table = search.parts.table.makeTable(raw.shards, piece);
    const matches = search.parts.table.matcher(rules, analysis, table);
    const facets = search.parts.facets(rules, raw.facets, analysis, identifierOf, piece);

    /** @returns {[string, string[]][]} the fields of a dandiset with their texts; empty while they are not here */
    const fieldsOf = (place) => {
      const shard = piece("texts", Math.floor(place / raw.together), 3);
      const fields = shard?.[place % raw.together] ?? [];
      return fields.map(([number, ...texts]) => [raw.rules.fields[parseInt(number, 36)], texts]);
    };
    const textsOf = (place) => fieldsOf(place).flatMap(([, texts]) => texts);

    return {
      list,
      rules,
      analysis,
      parse,
      cut,
      whole,
      table,
      matches,
      facets,
      fieldsOf,
      score: search.parts.ranking.scorer(table, matches),
      sieve: search.parts.ranking.sieve(rules, list, analysis, table, facets, textsOf),
      marks: search.parts.marks(rules, analysis, matches),
      orders: orders(list),
      holders: search.parts.files(rules, raw.hashes.files.length / raw.rules.hashLetters, piece),
    };
  };

  /** Loads the list, and the pieces that answers are found to need. */
  const makeLoading = (source) => {
    let raw = null;
    let parts = null;
    /** Names of pieces that were missed since the last load. */
    const missed = new Set();

    /** The data of a piece, or undefined after noting that it is needed. Of pieces of a kind the number is told. */
    const piece = (kind, number = 0, digits = 0) => {
      const { hashes, rules } = raw;
      const start = number * rules.hashLetters;
      const hash = hashes[kind].slice(start, start + rules.hashLetters);
      const name = `${digits ? `${kind}-${String(number).padStart(digits, "0")}` : kind}.${hash}`;
      if (!pieces.has(name)) missed.add(name);
      return pieces.get(name);
    };

    const start = (data) => {
      raw = data;
      const list = readList(raw);
      parts = makeParts(raw, list, piece);
      list.facets = parts.facets.all;
      list.fieldLabels = parts.rules.fieldLabels;
    };

    const open = async () => {
      if (!parts) {
        const name = await source.list();
        await source.load(name);
        if (!parts) start(pieces.get(name));
      }
      return parts.list;
    };

    /** Computes until nothing is missing. Each turn knows more of what it needs: typos are looked for last. */
    const settle = async (compute) => {
      await open();
      for (;;) {
        missed.clear();
        const result = compute(parts);
        const names = [...missed];
        if (!names.length) return result;
        await Promise.all(names.map(source.load));
      }
    };

    return { open, settle, parts: () => parts };
  };

  /**
   * @param {{list: () => Promise<string>, load: (name: string) => Promise<void>}} source a loader
   */
  search.engine = (source) => {
    const { open, settle, parts } = makeLoading(source);
    return {
      open,
      get list() {
        return parts()?.list ?? null;
      },
      /** @returns {Promise<Object>} see docs/search.md */
      search: (text, options = {}) => settle((made) => search.parts.answer(made, text, options)),
      /** The text in pieces, each marked or not. */
      mark: (text, marks) => parts().marks.mark(text, marks),
      snippets: (numbers, marks) =>
        settle((made) => numbers.map((place) => made.marks.snippet(made.fieldsOf(place), marks))),
      fold: (text) => parts().analysis.fold(text),
      parse: (text) => parts().parse(text),
      /** For tests: the parts of the analysis. */
      get analysis() {
        return parts().analysis;
      },
    };
  };
})();
