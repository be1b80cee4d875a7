/* Which dandisets a query finds, and in which order; the same sums as builder/search/query/ranking.py. */
(() => {
  "use strict";

  const add = (sums, place, score) => sums.set(place, (sums.get(place) ?? 0) + score);
  const raise = (best, place, score) => {
    if (score > (best.get(place) ?? 0)) best.set(place, score);
  };
  const intersection = (sets) => sets.reduce((all, one) => new Set([...all].filter((place) => one.has(place))));

  /** Scores of words, by place. */
  const scorer = (table, matches) => {
    const wordScores = (word, isOpen) => {
      const best = new Map();
      for (const [entry, factor] of matches.variants(word, isOpen)) {
        const postings = table.postings(entry);
        for (let at = 0; at < postings.length; at += 2) raise(best, postings[at], postings[at + 1] * factor);
      }
      return best;
    };

    const alternativeScores = ({ words, factor }, isOpen) => {
      const sums = new Map();
      const having = words.map((word, number) => {
        const scores = wordScores(word, isOpen && number === words.length - 1);
        for (const [place, score] of scores) add(sums, place, score * factor);
        return new Set(scores.keys());
      });
      return [sums, intersection(having)];
    };

    /** The best of its alternatives. */
    const termScores = (term) => {
      const best = new Map();
      const whole = new Set();
      for (const alternative of term.alternatives) {
        const [sums, places] = alternativeScores(alternative, term.isOpen);
        for (const place of places) whole.add(place);
        for (const [place, score] of sums) raise(best, place, score);
      }
      return [best, whole];
    };

    /** @returns {[Map<number, number>, Set<number>]} sums over all terms, and which dandisets lack none of them */
    return (query) => {
      const phrases = query.phrases.map((words) => ({ alternatives: [{ words, factor: 1000 }], isOpen: false }));
      const sums = new Map();
      const wholes = [];
      for (const term of [...query.terms, ...phrases]) {
        const [scores, whole] = termScores(term);
        for (const [place, score] of scores) add(sums, place, score);
        if (!term.isOptional) wholes.push(whole);
      }
      return [sums, wholes.length ? intersection(wholes) : new Set()];
    };
  };

  /** What passes everything that isn't a matter of degree. */
  const sieve = (rules, list, analysis, table, facets, textsOf) => {
    const { ranges, fill } = window.catalogSearch.parts;

    const withWord = (word) => {
      const entry = table.entry(word);
      return new Set(entry ? table.postings(entry).filter((_, at) => at % 2 === 0) : []);
    };

    /** Texts of dandisets -> their words. A query may hold many phrases, and each key asks anew. */
    const words = new Map();
    const wordsOf = (text) => {
      if (!words.has(text)) words.set(text, ` ${analysis.plainWords(text).join(" ")} `);
      return words.get(text);
    };

    const reads = (texts, phrase) => {
      const wanted = ` ${phrase.join(" ")} `;
      return texts.some((text) => wordsOf(text).includes(wanted));
    };

    /** Dandisets with these words one after the other; a single word is looked up, and not read for again. */
    const holding = (phrase) => {
      const having = intersection(phrase.map(withWord));
      if (phrase.length === 1) return having;
      return new Set(
        [...having].filter((place) => reads([list.titles[place]], phrase) || reads(textsOf(place), phrase)),
      );
    };

    const keep = (places, inside, isExcluded) =>
      new Set([...places].filter((place) => inside.has(place) !== isExcluded));

    return (query, messages) => {
      let places = new Set(list.titles.keys());
      for (const filter of query.filters) {
        const [having, isKnown] = facets.having(filter.facet, filter.value, filter.isExact);
        if (!isKnown) messages.push(fill(rules.messages.NOT_CALLED, filter));
        places = keep(places, having, filter.isExcluded);
      }
      for (const { measure, range, isExcluded } of query.ranges) {
        const values = list.measures[measure];
        const inside = new Set([...places].filter((place) => ranges.holds(range, values[place])));
        places = keep(places, inside, isExcluded);
      }
      for (const { what, isExcluded } of query.has) {
        const inside = new Set([...places].filter((place) => list.has[place].includes(what)));
        places = keep(places, inside, isExcluded);
      }
      for (const phrase of query.phrases) places = keep(places, holding(phrase), false);
      for (const phrase of query.excluded) places = keep(places, holding(phrase), true);
      return places;
    };
  };

  /** Dandisets without files come after their like. */
  const byWords = ({ list, rules, score }, query, allowed) => {
    const [scores, complete] = score(query);
    const isEmpty = (place) => !list.files[place];
    const weighed = (place, sum) => (isEmpty(place) ? Math.floor((sum * rules.empty) / 1000) : sum);
    const ranked = [...scores]
      .filter(([place]) => allowed.has(place))
      .map(([place, sum]) => ({ place, score: weighed(place, sum), isPartial: !complete.has(place), holds: "" }));
    return ranked.sort((a, b) =>
      a.isPartial - b.isPartial || b.score - a.score || isEmpty(a.place) - isEmpty(b.place) || a.place - b.place
    );
  };

  const newestFirst = ({ files, measures: { updated } }, places) =>
    places.sort((a, b) => !files[a] - !files[b] || updated[b] - updated[a] || b - a);

  /** Whether a dandiset's identifier was typed, or its whole title. */
  const namedBy = ({ list, whole }, query) => (place) => {
    if (list.identifiers[place] === query.identifier) return true;
    const title = list.titles[place];
    // Few titles are about as long as what was typed, and a key leaves no time to look at all of them.
    const isNear = query.typed && Math.abs(title.length - query.typed.length) < 20;
    return isNear && whole(title) === query.typed;
  };

  /**
   * @param {(name: string) => Set<number>} holders which dandisets hold a file, subject, session or asset of a name
   * @returns {{place: number, score: number, isPartial: boolean, holds: string}[]} the best first, partial ones last
   */
  const order = (engine, query, allowed, holders) => {
    const sure = (holds) => (place) => ({ place, score: 0, isPartial: false, holds });
    const inOrder = [...allowed].sort((a, b) => a - b);
    const named = inOrder.filter(namedBy(engine, query));
    let ranked = [];
    if (query.terms.length || query.phrases.length) {
      ranked = byWords(engine, query, allowed);
    } else if (!query.identifier) {
      ranked = newestFirst(engine.list, [...inOrder]).map(sure(""));
    }
    const asked = query.fileName && (query.isFileName || ranked.every((hit) => hit.isPartial));
    const holding = asked ? holders(query.fileName) : new Set();
    const first = [...named.map(sure("")), ...inOrder.filter((place) => holding.has(place)).map(sure(query.fileName))];
    return [...first, ...ranked.filter(({ place }) => !named.includes(place) && !holding.has(place))];
  };

  window.catalogSearch.parts.ranking = { scorer, sieve, order };
})();
