/* Identifiers in a query, in the forms that people paste; builder/search/words/identifiers.py reads the same. */
(() => {
  "use strict";

  /** What of a text matches a pattern at a place. */
  const matchAt = (pattern, text, place) => {
    pattern.lastIndex = place;
    return pattern.exec(text);
  };

  /** Papers, by DOI, article or PubMed. */
  const papersOf = (rules) => {
    const doi = new RegExp(rules.doi);
    const articles = rules.articles.map(([pattern, prefix]) => [new RegExp(pattern), prefix]);
    const pubmed = new RegExp(rules.pubmed);
    const [beforeDoi, preprintEnd] = [rules.beforeDoi, rules.preprintEnd].map((pattern) => new RegExp(pattern));

    /** A DOI without the signs that belong to the text around it. */
    const withoutEnd = (text) => {
      let end = text.length;
      while (end && rules.afterDoi.includes(text[end - 1])) end -= 1;
      return text.slice(0, end);
    };

    /** A paper as one word; "" for what names none. */
    const publication = (text) => {
      const folded = text.trim().toLowerCase();
      let found = doi.exec(folded);
      if (found) {
        let key = withoutEnd(found[0]);
        if (key.startsWith(rules.preprints)) key = key.replace(preprintEnd, "");
        return rules.ownDois.some((own) => key.startsWith(own)) ? "" : key;
      }
      for (const [pattern, prefix] of articles) {
        found = pattern.exec(folded);
        if (found) return prefix + found[1];
      }
      found = pubmed.exec(folded);
      return found ? `pmid:${found[1]}` : "";
    };

    const firstPublication = (text, place) => {
      for (const chunk of text.slice(place).matchAll(/[^ \n]+/g)) {
        const key = publication(chunk[0]);
        if (key) {
          const start = place + chunk.index;
          const before = beforeDoi.exec(text.slice(place, start));
          return [start - (before ? before[0].length : 0), place + chunk.index + chunk[0].length, key];
        }
      }
      return null;
    };

    return { publication, firstPublication };
  };

  /** Finds the dandiset that a whole query names; "" for none. */
  const dandisetOf = (rules, analysis) => {
    const dandisets = rules.dandisets.map((pattern) => new RegExp(pattern));
    return (typed) => {
      const folded = analysis.fold(typed).trim();
      const found = dandisets.map((pattern) => pattern.exec(folded)).find(Boolean);
      return found ? (found.length > 1 ? found.at(-1) : found[0]).padStart(6, "0") : "";
    };
  };

  /** The normal form of a grant: UO1 NS 12605 is u01ns012605; builder/catalog/facets/awards.py does the same. */
  const grantKey = ([, activity, institute, serial]) =>
    activity[0] + activity[1].replace("o", "0") + activity[2] + institute + serial.padStart(6, "0");

  /** Identifiers in the forms that people paste. */
  window.catalogSearch.parts.identifiers = (rules, analysis) => {
    const { publication, firstPublication } = papersOf(rules);
    const colon = new RegExp(rules.colon);
    const award = new RegExp(rules.award, "g");
    const others = [
      [new RegExp(rules.person, "g"), (m) => m[1] ?? m[2]],
      [new RegExp(rules.organization, "g"), (m) => `ror:${m[1]}`],
      [new RegExp(rules.term, "g"), (m) => m[1].replace("_", ":")],
    ];

    /** @returns {[number, number, string] | null} where the first identifier stands, and the word it is indexed as */
    const first = (text, place) => {
      const candidates = [];
      const paper = firstPublication(text, place);
      if (paper) candidates.push(paper);
      const grant = matchAt(award, text, place);
      if (grant) candidates.push([grant.index, award.lastIndex, grantKey(grant)]);
      for (const [pattern, word] of others) {
        const found = matchAt(pattern, text, place);
        if (found) candidates.push([found.index, pattern.lastIndex, word(found)]);
      }
      return candidates.sort((a, b) => a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : 1))[0] ?? null;
    };

    /** The word under which an identifier is indexed; "" for what is none as a whole. */
    const whole = (text) => {
      const folded = analysis.fold(text).trim();
      const found = first(folded, 0);
      return found && found[0] === 0 && found[1] === folded.length ? found[2] : "";
    };

    const explainsColon = (text) => colon.test(analysis.fold(text));

    return { dandiset: dandisetOf(rules, analysis), publication, first, whole, explainsColon };
  };

  window.catalogSearch.parts.matchAt = matchAt;
})();
