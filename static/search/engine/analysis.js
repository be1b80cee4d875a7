/* Text as the words that search compares; builder/search/words/analysis.py does the same, with the rules in the list. */
(() => {
  "use strict";

  const LETTERS_ONLY = /^\p{L}+$/u;

  /** Words of a name, with blanks between them -> the short word that stands for it; and the most words of a name. */
  const readShortWords = (rules) => {
    const shortWords = new Map();
    for (const [short, names] of Object.entries(rules.same)) {
      for (const name of [short, ...names]) shortWords.set(name, short);
    }
    return { shortWords, longestName: Math.max(...[...shortWords.keys()].map((name) => name.split(" ").length)) };
  };

  /** Finds what the forms of a word share. */
  const makeStem = (rules) => {
    const suffixes = rules.suffixes.split(" ").sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
    return (word) => {
      const suffix = suffixes.find((end) => word.endsWith(end) && word.length - end.length >= rules.leastStem);
      if (!suffix) return word;
      const bare = word.slice(0, -suffix.length);
      return bare.length > rules.leastStem && bare.at(-1) === bare.at(-2) ? bare.slice(0, -1) : bare;
    };
  };

  /** The short words of the names that stand in a row of words. */
  const shortWordsIn = (row, { shortWords, longestName }) => {
    const found = [];
    for (let start = 0; start < row.length; start += 1) {
      for (let end = start + 1; end <= Math.min(start + longestName, row.length); end += 1) {
        const name = row.slice(start, end).join(" ");
        const short = shortWords.get(name);
        if (short && short !== name) found.push(short);
      }
    }
    return found;
  };

  /** The words that a text is indexed under. */
  const makeIndexWords = (rules, { chunks, normal, joined, stopWords, shortWords, longestName }) => (text) => {
    const words = [];
    const row = [];
    const compounds = new Set();
    for (const parts of chunks(text)) {
      const own = parts.filter((part) => part.length <= rules.longestWord).map(normal);
      words.push(...own);
      row.push(...own.filter((word) => !stopWords.has(word)));
      const length = parts.reduce((sum, part) => sum + part.length, 0);
      if (parts.length > 1 && parts.length <= rules.mostJoined && length <= rules.longestWord) {
        compounds.add(joined(parts));
        words.push(joined(parts));
      }
    }
    words.push(...shortWordsIn(row, { shortWords, longestName }).filter((short) => !compounds.has(short)));
    return words;
  };

  /**
   * @param {Object} rules of the list
   */
  window.catalogSearch.parts.analysis = (rules) => {
    const CHUNK = new RegExp(`[\\p{L}\\p{N}]+(?:[${rules.joints}][\\p{L}\\p{N}]+)*`, "gu");
    const JOINT = new RegExp(`[${rules.joints}]`);
    const stopWords = new Set(rules.stopWords.split(" "));
    const { shortWords, longestName } = readShortWords(rules);
    const irregular = new Map(Object.entries(rules.irregular));

    /** Lower case, without accents. */
    const fold = (text) => {
      let plain = "";
      for (const letter of text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()) {
        plain += letter.length > 1 ? " " : (rules.letters[letter] ?? letter);
      }
      return plain;
    };

    const isAlphabetic = (word) => LETTERS_ONLY.test(word);

    /** A folded word in the one form that stands for its number and spelling. */
    const normal = (given) => {
      let word = given;
      for (const [british, american] of rules.spellings) {
        if (word.startsWith(british)) word = american + word.slice(british.length);
      }
      if (irregular.has(word)) return irregular.get(word);
      if (word.length < 4 || !word.endsWith("s") || /(?:ss|us|is)$/.test(word) || !isAlphabetic(word)) return word;
      if (word.endsWith("ies")) return word.length > 4 ? `${word.slice(0, -3)}y` : word;
      return word.slice(0, /(?:ss|x|ch|sh|z)es$/.test(word) ? -2 : -1);
    };

    /** @returns {string[]} the parts of a folded chunk; the s of a genitive goes */
    const partsOf = (chunk) => {
      const parts = chunk.split(JOINT);
      return parts.length > 1 && parts.at(-1) === "s" ? parts.slice(0, -1) : parts;
    };

    const chunks = (text) => (fold(text).match(CHUNK) ?? []).map(partsOf);

    const joined = (parts) => normal(parts.join(""));

    const made = {
      fold,
      normal,
      stem: makeStem(rules),
      chunks,
      joined,
      plainWords: (text) => chunks(text).flat().map(normal),
      isAlphabetic,
      stopWords,
      shortWords,
      longestName,
      partsOf,
      CHUNK,
    };
    return { ...made, indexWords: makeIndexWords(rules, made) };
  };
})();
