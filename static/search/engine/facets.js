/* Facets: the values of each, which of them a filter means, and counts that follow the query. */
(() => {
  "use strict";

  /** Reads the values of a facet from its data. */
  const readTerms = (facet, data) => {
    const numbersIn = (row) => row ? row.split(",").map((digits) => parseInt(digits, 36)) : [];
    facet.having = data.having.split(";").map(numbersIn);
    const totals = new Array(data.slugs.length).fill(0);
    for (const row of facet.having) for (const number of row) totals[number] += 1;
    facet.terms = data.slugs.map((slug, number) => ({
      slug,
      label: data.labels[number],
      also: data.also[number] ?? [],
      total: totals[number],
      within: data.within?.[number] ?? null,
    }));
  };

  /** Finds the numbers of the values that a filter's text names, as builder/search/query/facet_matching.py says. */
  const makeNaming = (analysis, identifierOf) => {
    const namesOf = (term) =>
      term.names ??= [term.label, ...term.also].map((name) => new Set(analysis.indexWords(name)));

    const isCalled = ({ label, also }, wanted) =>
      [label, ...also].some((name) => analysis.plainWords(name).join(" ") === wanted.join(" "));

    return (terms, value) => {
      const slug = (identifierOf(value) || value.toLowerCase().trim()).replaceAll(":", "_").replaceAll(" ", "-");
      const numbers = [...terms.keys()];
      const isKey = (term) => term.slug === slug || (term.within === null && term.also.includes(slug));
      const exact = numbers.filter((number) => isKey(terms[number]));
      if (exact.length) return exact;
      const wanted = analysis.plainWords(value);
      const hasAll = (words, name) => words.every((word) => name.has(word));
      const whole = numbers.filter((number) => namesOf(terms[number]).some((name) => hasAll(wanted, name)));
      const known = whole.filter((number) => terms[number].within !== null && isCalled(terms[number], wanted));
      if (known.length) return whole.filter((number) => known.includes(number) || terms[number].within === null);
      if (whole.length || !wanted.length) return whole;
      const rest = wanted.slice(0, -1);
      const begins = (name) => [...name].some((word) => word.startsWith(wanted.at(-1)));
      return numbers.filter((number) => namesOf(terms[number]).some((name) => hasAll(rest, name) && begins(name)));
    };
  };

  /** The same and all their parts, in order. */
  const withParts = (terms, numbers) => {
    const found = new Set(numbers);
    for (let size = 0; size !== found.size;) {
      size = found.size;
      terms.forEach(({ within }, number) => {
        if (found.has(within)) found.add(number);
      });
    }
    return [...found].sort((a, b) => a - b);
  };

  /** Finds the numbers of the values that a filter means: of areas with their parts, unless it is exact. */
  const makeMatching = (rules, analysis, identifierOf) => {
    const named = makeNaming(analysis, identifierOf);
    const address = new RegExp(rules.address);
    return (terms, typed, isExact) => {
      const numbers = named(terms, identifierOf(typed) ? typed : typed.replace(address, "$1"));
      return isExact ? numbers : withParts(terms, numbers);
    };
  };

  /** Places of dandisets that have one of these values. */
  const placesWith = (facet, numbers) => {
    const wanted = new Set(numbers);
    const places = new Set();
    facet.having.forEach((row, place) => {
      if (row.some((number) => wanted.has(number))) places.add(place);
    });
    return places;
  };

  const count = (facet, places) => {
    const counts = new Array(facet.terms.length).fill(0);
    for (const place of places) for (const number of facet.having[place]) counts[number] += 1;
    return counts;
  };

  /**
   * @param {Object} rules what the engine shares with Python
   * @param {Object[]} described the facets as the list has them, the long ones without values
   * @param {(name: string) => any} piece
   */
  window.catalogSearch.parts.facets = (rules, described, analysis, identifierOf, piece) => {
    const all = described.map(({ name, label, size, slugs }) => ({
      name,
      label,
      size,
      isLong: !slugs,
      terms: null,
      having: null,
    }));
    const byName = new Map(all.map((facet) => [facet.name, facet]));
    const matching = makeMatching(rules, analysis, identifierOf);

    /** Reads a facet's values, if they are here. */
    const open = (facet) => {
      if (facet.terms) return facet;
      const data = facet.isLong ? piece(`facet-${facet.name}`) : described.find((one) => one.name === facet.name);
      if (data) readTerms(facet, data);
      return facet;
    };

    for (const facet of all) if (!facet.isLong) open(facet);

    /** @returns {[Set<number>, boolean]} the dandisets that a filter means, and whether it means any value */
    const having = (name, value, isExact) => {
      const facet = byName.get(name);
      if (!facet || !open(facet).terms) return [new Set(), Boolean(facet)];
      const numbers = matching(facet.terms, value, isExact);
      return [placesWith(facet, numbers), numbers.length > 0];
    };

    /** @returns {Set<number> | null} the dandisets with one of the chosen values; null where nothing is chosen */
    const chosen = (name, slugs) => {
      const facet = byName.get(name);
      if (!slugs?.length) return null;
      if (!facet || !open(facet).terms) return new Set();
      return placesWith(facet, slugs.map((slug) => facet.terms.findIndex((term) => term.slug === slug)));
    };

    return { all, byName, open, matching, having, chosen, count };
  };
})();
