/* Why something was found: marks in texts, and the piece of a text that has most of them. */
(() => {
  "use strict";

  /**
   * What is marked: the entries' words and names that stand for what was asked.
   * @returns {(query: Object) => {words: Set<string>, names: string[][]}}
   */
  const makeMarksOf = (rules, matches) => (query) => {
    const words = new Set(query.phrases.flat());
    const names = [];
    for (const term of query.terms) {
      if (term.isOptional) continue;
      for (const { words: asked } of term.alternatives) {
        asked.forEach((word, number) => {
          words.add(word);
          for (const entry of matches.variants(word, term.isOpen && number === asked.length - 1).keys()) {
            words.add(entry.word);
          }
        });
        if (asked.length === 1) {
          for (const name of rules.same[asked[0]] ?? []) names.push(name.split(" "));
        }
      }
    }
    return { words, names };
  };

  /** Where words stand in a text: start, end, their normal forms. */
  const makeWordsIn = (analysis) => (text) =>
    [...text.matchAll(analysis.CHUNK)].map((found) => {
      const parts = analysis.partsOf(analysis.fold(found[0])).map(analysis.normal);
      const forms = parts.length > 1 ? [...parts, analysis.joined(analysis.partsOf(analysis.fold(found[0])))] : parts;
      return { start: found.index, end: found.index + found[0].length, forms };
    });

  /** @returns {boolean[]} for each word whether it is marked */
  const marked = (found, marks) => {
    const flags = found.map(({ forms }) => forms.some((form) => marks.words.has(form)));
    for (const name of marks.names) {
      for (let at = 0; at + name.length <= found.length; at += 1) {
        if (name.every((word, step) => found[at + step].forms.includes(word))) flags.fill(true, at, at + name.length);
      }
    }
    return flags;
  };

  /** The piece of a text around a place, as long as a snippet is. */
  const makeCut = ({ snippet: longest, lead }) => (text, start) => {
    if (text.length <= longest) return text;
    let from = Math.max(0, Math.min(start - lead, text.length - longest));
    if (from > 0) from = Math.max(text.indexOf(" ", from) + 1, 0);
    let to = Math.min(text.length, from + longest);
    if (to < text.length) to = Math.max(text.lastIndexOf(" ", to), from + 1);
    return `${from > 0 ? "… " : ""}${text.slice(from, to)}${to < text.length ? " …" : ""}`;
  };

  /** Marks texts: `marks` are those of a query. */
  const makeMark = ({ snippet: longest, lead }, wordsIn) => {
    /** @returns {[string, boolean][]} the text in pieces; neighbouring marks are one */
    const mark = (given, marks) => {
      const text = given.normalize("NFC");
      const found = wordsIn(text);
      const flags = marked(found, marks);
      const pieces = [];
      let place = 0;
      for (let at = 0; at < found.length; at += 1) {
        if (!flags[at]) continue;
        const { start } = found[at];
        while (flags[at + 1] && /^[\s-]$/.test(text.slice(found[at].end, found[at + 1].start))) at += 1;
        if (start > place) pieces.push([text.slice(place, start), false]);
        pieces.push([text.slice(start, found[at].end), true]);
        place = found[at].end;
      }
      if (place < text.length || !pieces.length) pieces.push([text.slice(place), false]);
      return pieces;
    };

    /** The stretch of a text with most different marks, in whole words: its start and end, and how many. */
    const bestStretch = (text, marks) => {
      const found = wordsIn(text);
      const flags = marked(found, marks);
      let best = { start: 0, count: 0 };
      found.forEach((first, at) => {
        if (!flags[at]) return;
        const seen = new Set();
        for (let next = at; next < found.length && found[next].end - first.start <= longest - lead; next += 1) {
          if (flags[next]) seen.add(found[next].forms[0]);
        }
        if (seen.size > best.count) best = { start: first.start, count: seen.size };
      });
      return best;
    };

    return { mark, bestStretch };
  };

  window.catalogSearch.parts.marks = (rules, analysis, matches) => {
    const { mark, bestStretch } = makeMark(rules, makeWordsIn(analysis));
    const cut = makeCut(rules);

    /**
     * The best piece of the description, else of another field.
     * @param {[string, string[]][]} fields field names with their texts
     * @returns {{field: string, parts: [string, boolean][]}}
     */
    const snippet = (fields, marks) => {
      let best = null;
      for (const [field, texts] of fields) {
        if (best?.count && best.field === "description") break;
        for (const given of texts) {
          const text = given.normalize("NFC");
          const { start, count } = bestStretch(text, marks);
          if (!best || count > best.count) best = { field, text, start, count };
        }
      }
      return best ? { field: best.field, parts: mark(cut(best.text, best.start), marks) } : { field: "", parts: [] };
    };

    return { marksOf: makeMarksOf(rules, matches), mark, snippet };
  };
})();
