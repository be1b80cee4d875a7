/* What a reader typed, understood; builder/search/query/query.py reads the same, and one table of cases tests both. */
(() => {
  "use strict";

  const QUOTES = /[“”„‟«»″]/g;
  const DASHES = /[−–—]/g;
  const BLANKS = /[\s\ufeff\x00-\x1f\x85]+/g;
  const OPERATOR = /(-?)([A-Za-z]+)(:(?!\/\/)|(?=[<>=])) ?/y;
  const PHRASE = /(-?)"([^"]*)("?)/y;
  const BARE = /[^ "]+/y;
  const SIZE = /[^ "]+(?: [kmgtp]?i?b(?= |$))?/iy;
  const BLANK = / +/y;
  const END = /[.,;:)\]}]+$/;
  const PREPRINT = /(?:v[0-9]+)?(?:\.(?:full|abstract|short))?(?:\.pdf)?(?:\/(?:full|abstract|pdf))?$/;
  const COLON = /^(?:https?|doi|dandi[a-z-]*|orcid|ror|pmid|rrid|spdx):/;

  const matchAt = (pattern, text, place) => {
    pattern.lastIndex = place;
    return pattern.exec(text);
  };

  /** Identifiers in the forms that people paste. */
  const identifiersOf = (rules, analysis) => {
    const dandisets = rules.dandisets.map((pattern) => new RegExp(pattern));
    const doi = new RegExp(rules.doi);
    const articles = rules.articles.map(([pattern, prefix]) => [new RegExp(pattern), prefix]);
    const pubmed = new RegExp(rules.pubmed);
    const award = new RegExp(`(?<![0-9a-z])${rules.nih}(?![a-z0-9])`, "g");
    const others = [
      [new RegExp(`(?:https?://)?(?:www\\.)?orcid(?:\\.org/|:) ?(${rules.orcid})|(?<![0-9])(${rules.orcid})`, "g"), (m) => m[1] ?? m[2]],
      [new RegExp(`(?:https?://)?${rules.ror}`, "g"), (m) => `ror:${m[1]}`],
      [new RegExp(`(?<![a-z])(${rules.taxon})(?![0-9])`, "g"), (m) => m[1].replace("_", ":")],
    ];
    const startsWithTaxon = new RegExp(`^${rules.taxon}`);

    /** The dandiset that a whole query names; "" for none. */
    const dandiset = (typed) => {
      const folded = analysis.fold(typed).trim();
      const found = dandisets.map((pattern) => pattern.exec(folded)).find(Boolean);
      return found ? (found.length > 1 ? found.at(-1) : found[0]).padStart(6, "0") : "";
    };

    /** A paper as one word; "" for what names none. */
    const publication = (text) => {
      const folded = text.trim().toLowerCase();
      let found = doi.exec(folded);
      if (found) {
        let key = found[0].replace(END, "");
        if (key.startsWith("10.1101/")) key = key.replace(PREPRINT, "");
        return key.startsWith("10.48324/") || key.startsWith("10.80507/") ? "" : key;
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
          const before = /doi:? $/.exec(text.slice(place, start));
          return [start - (before ? before[0].length : 0), place + chunk.index + chunk[0].length, key];
        }
      }
      return null;
    };

    /** @returns {[number, number, string] | null} where the first identifier stands, and the word it is indexed as */
    const first = (text, place) => {
      const candidates = [];
      const paper = firstPublication(text, place);
      if (paper) candidates.push(paper);
      const grant = matchAt(award, text, place);
      if (grant) candidates.push([grant.index, award.lastIndex, grant[1] + grant[2] + grant[3]]);
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

    const explainsColon = (text) => {
      const folded = analysis.fold(text);
      return COLON.test(folded) || startsWithTaxon.test(folded);
    };

    return { dandiset, publication, first, whole, explainsColon };
  };

  /** Cuts a query into words, phrases and operators. */
  const tokensOf = (rules, analysis, identifiers, typed, messages) => {
    const isOperator = (name) => {
      const folded = analysis.fold(name);
      return folded in rules.facetNames || folded in rules.measureNames || folded === "has";
    };
    const tokens = [];
    let place = 0;
    while (place < typed.length) {
      const blank = matchAt(BLANK, typed, place);
      const phrase = blank ? null : matchAt(PHRASE, typed, place);
      if (blank) {
        place = BLANK.lastIndex;
        continue;
      }
      if (phrase) {
        place = PHRASE.lastIndex;
        if (!phrase[3]) messages.push("A quotation mark has no partner: the phrase was read to the end.");
        tokens.push({ kind: "phrase", text: phrase[2], isExcluded: phrase[1] !== "" });
        continue;
      }
      const operator = matchAt(OPERATOR, typed, place);
      if (operator && isOperator(operator[2])) {
        const start = OPERATOR.lastIndex;
        const quoted = matchAt(PHRASE, typed, start);
        const plain = rules.measureNames[analysis.fold(operator[2])] === "size" ? SIZE : BARE;
        const bare = quoted ? null : matchAt(plain, typed, start);
        place = quoted ? PHRASE.lastIndex : bare ? plain.lastIndex : start;
        const text = quoted ? quoted[2] : bare ? bare[0] : "";
        tokens.push({ kind: "operator", text, name: analysis.fold(operator[2]), isExcluded: operator[1] !== "" });
        continue;
      }
      const bare = matchAt(BARE, typed, place);
      place = BARE.lastIndex;
      if (operator && operator[1] === "" && !identifiers.explainsColon(bare[0])) {
        messages.push(`“${operator[2]}:” is no filter: its words were searched for. ${rules.filtersHint}`);
      }
      const isExcluded = bare[0].startsWith("-") && bare[0].length > 1;
      tokens.push({ kind: "words", text: bare[0].slice(isExcluded ? 1 : 0), isExcluded });
    }
    return tokens;
  };

  /** Reads `species:…`, `size:…`, `has:…` into the query. */
  const readOperator = (rules, analysis, token, query) => {
    const { name, text: value, isExcluded } = token;
    if (!value || (name in rules.facetNames && analysis.plainWords(value).length === 0)) {
      query.messages.push(`“${name}:” has no value yet: it was left out.`);
    } else if (name in rules.facetNames) {
      query.filters.push({ facet: rules.facetNames[name], value, isExcluded });
    } else if (name === "has") {
      const what = analysis.fold(value);
      if (rules.has.includes(what)) query.has.push({ what, isExcluded });
      else query.messages.push(`“has:${value}” was left out: has: knows ${rules.has.join(", ")}.`);
    } else {
      const measure = rules.measureNames[name];
      const range = window.catalogSearch.parts.ranges.readRange(rules.dates.includes(measure), value);
      if (range) query.ranges.push({ measure, range, isExcluded });
      else query.messages.push(`“${name}:${value}” was left out: write ${rules.examples[measure]}.`);
    }
  };

  /** What of a query may be a name in a dandiset, and whether it looks like one. */
  const fileNameOf = (rules, identifiers, tokens) => {
    const uuid = new RegExp(rules.uuid);
    const path = new RegExp(rules.path);
    const texts = tokens.filter((token) => token.kind !== "operator" && !token.isExcluded).map((token) => token.text);
    for (const text of texts) {
      const lower = text.toLowerCase();
      const found = uuid.exec(lower);
      if (found) return [found[0], true];
      if (path.test(lower) && !identifiers.publication(text)) return [text, true];
    }
    const isAlone = tokens.length === 1 && texts.length === 1 && [...texts[0]].length >= rules.leastFileName;
    return isAlone ? [texts[0], false] : ["", false];
  };

  /** What words mean: each a term with alternatives. */
  const termsOf = (rules, analysis, identifiers) => {
    const alternative = (words, factor = 1000) => ({ words, factor });

    const chunkTerm = (parts) => {
      const words = parts.map(analysis.normal);
      if (words.length === 1) {
        return { alternatives: [alternative(words)], isOptional: analysis.stopWords.has(words[0]), isOpen: false };
      }
      const joined = words.length <= rules.mostJoined ? [alternative([analysis.joined(parts)])] : [];
      return { alternatives: [...joined, alternative(words)], isOptional: false, isOpen: false };
    };

    /** The longest name of the rules that begins at a place: how many chunks it takes, and what stands for it. */
    const synonymsAt = (found, place) => {
      for (let used = Math.min(analysis.longestName + 2, found.length - place); used > 0; used -= 1) {
        const parts = found.slice(place, place + used).flat();
        const words = parts.map(analysis.normal).filter((word) => !analysis.stopWords.has(word));
        const joined = parts.length > 1 && used === 1 ? [analysis.joined(parts)] : words;
        const short = analysis.shortWords.get(words.join(" ")) ?? analysis.shortWords.get(joined.join(" "));
        if (short) {
          const own = joined.join(" ") === words.join(" ") ? [words] : [joined, words];
          const same = own.some((name) => name.join(" ") === short) ? [] : [alternative([short], rules.sameFactor)];
          const alternatives = [...own.map((name) => alternative(name)), ...same];
          return [used, { alternatives, isOptional: false, isOpen: false }];
        }
      }
      return null;
    };

    const wordTerms = (text) => {
      const found = analysis.chunks(text);
      const terms = [];
      for (let place = 0; place < found.length; ) {
        const [used, term] = synonymsAt(found, place) ?? [1, chunkTerm(found[place])];
        terms.push(term);
        place += used;
      }
      return terms;
    };

    const runTerms = (text) => {
      const terms = [];
      let place = 0;
      for (let found = identifiers.first(text, place); found; found = identifiers.first(text, place)) {
        const [start, end, word] = found;
        terms.push(...wordTerms(text.slice(place, start)));
        terms.push({ alternatives: [alternative([word])], isOptional: false, isOpen: false });
        place = end;
      }
      return [...terms, ...wordTerms(text.slice(place))];
    };

    return (typed, isOpen) => {
      const terms = analysis.fold(typed.join(" ")).split("\n").flatMap(runTerms);
      const last = terms.at(-1);
      if (last && isOpen && /^[\p{L}\p{N}]+$/u.test(last.alternatives[0].words[0] ?? "")) last.isOpen = true;
      if (terms.every((term) => term.isOptional)) terms.forEach((term) => (term.isOptional = false));
      return terms;
    };
  };

  /**
   * @returns {(text: string) => Object} reads a query; nothing is an error, what can't be read is told in `messages`
   */
  window.catalogSearch.parts.parser = (rules, analysis) => {
    const identifiers = identifiersOf(rules, analysis);
    const readTerms = termsOf(rules, analysis, identifiers);

    /** What of a query is read; a letter may take two places. */
    const cut = (text) => [...text.slice(0, 2 * rules.longestQuery)].slice(0, rules.longestQuery).join("");

    const parse = (text) => {
      const read = cut(text);
      const typed = read.normalize("NFC").replace(BLANKS, " ").replace(QUOTES, '"').replace(DASHES, "-");
      const query = { terms: [], phrases: [], excluded: [], filters: [], ranges: [], has: [], identifier: identifiers.dandiset(typed), fileName: "", isFileName: false, messages: [] };
      if (query.identifier && !/^[0-9]+$/.test(typed.trim())) return query;
      if (read.length < text.length) {
        query.messages.push(`Only the first ${rules.longestQuery} characters of the query were read.`);
      }
      const words = [];
      const tokens = tokensOf(rules, analysis, identifiers, typed, query.messages);
      if (!query.identifier) [query.fileName, query.isFileName] = fileNameOf(rules, identifiers, tokens);
      for (const token of tokens) {
        if (token.kind === "operator") {
          words.push("\n");
          readOperator(rules, analysis, token, query);
        } else if (token.kind === "words" && !token.isExcluded) {
          words.push(token.text);
        } else {
          if (token.kind === "phrase") words.push("\n");
          const phrase = analysis.plainWords(token.text);
          if (phrase.length) (token.isExcluded ? query.excluded : query.phrases).push(phrase);
        }
      }
      const last = tokens.at(-1);
      const isOpen = last?.kind === "words" && !last.isExcluded && /[\p{L}\p{N}]$/u.test(typed);
      query.terms = readTerms(words, isOpen);
      const parts = [query.terms, query.phrases, query.excluded, query.filters, query.ranges, query.has, query.identifier, query.fileName, query.messages];
      if (typed.trim() && parts.every((part) => !part.length)) {
        query.messages.push("There is no word in this query, so all dandisets are listed.");
      }
      return query;
    };

    return { parse, cut, identifierOf: identifiers.whole };
  };
})();
