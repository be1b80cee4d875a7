/* What a reader typed, understood; builder/search/query/query.py reads the same, and one table of cases tests both. */
(() => {
  "use strict";

  const { parts: shared } = window.catalogSearch;
  const { fill, matchAt } = shared;

  /** What tokens look like where one begins. */
  const patternsOf = (rules) => ({
    blank: / +/y,
    operator: new RegExp(rules.operator, "y"),
    phrase: new RegExp(rules.phrase, "y"),
    bare: new RegExp(rules.bare, "y"),
    size: new RegExp(rules.sizeValue, "iy"),
  });

  /** Cuts a query into words, phrases and operators. */
  const tokensOf = (rules, analysis, identifiers, typed, messages) => {
    const isOperator = (name) => {
      const folded = analysis.fold(name);
      return folded in rules.facetNames || folded in rules.measureNames || folded === "has";
    };
    const patterns = patternsOf(rules);
    const tokens = [];
    let place = 0;
    while (place < typed.length) {
      const blank = matchAt(patterns.blank, typed, place);
      const phrase = blank ? null : matchAt(patterns.phrase, typed, place);
      if (blank) {
        place = patterns.blank.lastIndex;
        continue;
      }
      if (phrase) {
        place = patterns.phrase.lastIndex;
        if (!phrase[3]) messages.push(rules.messages.NO_PARTNER);
        tokens.push({ kind: "phrase", text: phrase[2], isExcluded: phrase[1] !== "" });
        continue;
      }
      const operator = matchAt(patterns.operator, typed, place);
      if (operator && isOperator(operator[2])) {
        const start = patterns.operator.lastIndex;
        const quoted = matchAt(patterns.phrase, typed, start);
        const plain = rules.measureNames[analysis.fold(operator[2])] === "size" ? patterns.size : patterns.bare;
        const bare = quoted ? null : matchAt(plain, typed, start);
        place = quoted ? patterns.phrase.lastIndex : bare ? plain.lastIndex : start;
        const text = quoted ? quoted[2] : bare ? bare[0] : "";
        tokens.push({ kind: "operator", text, name: analysis.fold(operator[2]), isExcluded: operator[1] !== "" });
        continue;
      }
      const bare = matchAt(patterns.bare, typed, place);
      place = patterns.bare.lastIndex;
      if (operator && operator[1] === "" && !identifiers.explainsColon(bare[0])) {
        messages.push(fill(rules.messages.NO_FILTER, { name: operator[2] }));
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
      query.messages.push(fill(rules.messages.NO_VALUE, { name }));
    } else if (name in rules.facetNames) {
      query.filters.push({ facet: rules.facetNames[name], value, isExcluded, isExact: name === rules.exactName });
    } else if (name === "has") {
      const what = analysis.fold(value);
      if (rules.has.includes(what)) query.has.push({ what, isExcluded });
      else query.messages.push(fill(rules.messages.NOT_HAD, { value }));
    } else {
      const measure = rules.measureNames[name];
      const range = shared.ranges.readRange(rules, rules.dates.includes(measure), value);
      if (range) query.ranges.push({ measure, range, isExcluded });
      else query.messages.push(fill(rules.messages.NO_RANGE, { name, value, example: rules.examples[measure] }));
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
      for (let place = 0; place < found.length;) {
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

  const emptyQuery = (identifier) => ({
    terms: [],
    phrases: [],
    excluded: [],
    filters: [],
    ranges: [],
    has: [],
    identifier,
    fileName: "",
    isFileName: false,
    typed: "",
    messages: [],
  });

  const isEmpty = (query) =>
    ["terms", "phrases", "excluded", "filters", "ranges", "has", "identifier", "fileName", "messages"].every((name) =>
      !query[name].length
    );

  /** Reads operators and phrases into the query. @returns {string[]} the other words, with "\n" where a name must end */
  const readTokens = (rules, analysis, tokens, query) => {
    const words = [];
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
    return words;
  };

  /**
   * @returns {(text: string) => Object} reads a query; nothing is an error, what can't be read is told in `messages`
   */
  shared.parser = (rules, analysis) => {
    const identifiers = shared.identifiers(rules, analysis);
    const readTerms = termsOf(rules, analysis, identifiers);
    const blanks = new RegExp(rules.blanks, "g");
    const [quotes, dashes] = [rules.quotes, rules.dashes].map((signs) => new RegExp(`[${signs}]`, "g"));

    /** What of a query is read; a letter may take two places. */
    const cut = (text) => [...text.slice(0, 2 * rules.longestQuery)].slice(0, rules.longestQuery).join("");

    /** A text as titles are compared with it. */
    const whole = (text) => text.replace(blanks, " ").replace(/^[ "]+|[ "]+$/g, "").toLowerCase();

    const parse = (text) => {
      const read = cut(text);
      const typed = read.normalize("NFC").replace(blanks, " ").replace(quotes, '"').replace(dashes, "-");
      const query = emptyQuery(identifiers.dandiset(typed));
      if (query.identifier && !/^[0-9]+$/.test(typed.trim())) return query;
      if (read.length < text.length) {
        query.messages.push(fill(rules.messages.TOO_LONG, { most: rules.longestQuery }));
      }
      const tokens = tokensOf(rules, analysis, identifiers, typed, query.messages);
      if (!query.identifier) [query.fileName, query.isFileName] = fileNameOf(rules, identifiers, tokens);
      query.typed = whole(read);
      const words = readTokens(rules, analysis, tokens, query);
      const last = tokens.at(-1);
      const isOpen = last?.kind === "words" && !last.isExcluded && /[\p{L}\p{N}]$/u.test(typed);
      query.terms = readTerms(words, isOpen);
      if (typed.trim() && isEmpty(query)) {
        query.messages.push(rules.messages.NO_WORD);
      }
      return query;
    };

    return { parse, cut, whole, identifierOf: identifiers.whole };
  };
})();
