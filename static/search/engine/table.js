/* The term table, of which only the shards are here that words of queries lay in. */
(() => {
  "use strict";

  /** @typedef {{word: string, packed: string, postings: number[] | null}} Entry a word, its postings packed or read */

  /** Reads `3,,1.0f2a11` as place, weight, place, weight … */
  const readPostings = (packed) => {
    const [places, weights] = packed.split(".");
    const found = [];
    let next = 0;
    places.split(",").forEach((step, number) => {
      const place = next + (step ? parseInt(step, 36) : 0);
      found.push(place, parseInt(weights.slice(2 * number, 2 * number + 2), 36));
      next = place + 1;
    });
    return found;
  };

  /** @returns {Entry[]} */
  const readShard = (packed) => {
    let before = "";
    return packed.split("\n").map((line) => {
      const tab = line.indexOf("\t");
      before = before.slice(0, parseInt(line[0], 36)) + line.slice(1, tab);
      return { word: before, packed: line.slice(tab + 1), postings: null };
    });
  };

  /** The first place of a sorted list whose item is not less. */
  const bisect = (items, value, read) => {
    let [low, high] = [0, items.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (read(items[middle]) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  const wordOf = (entry) => entry.word;

  /**
   * @param {string[]} firsts the first word of each shard
   * @param {(name: string) => any} piece the data of a piece, or undefined after noting that it is needed
   */
  const makeTable = (firsts, piece) => {
    /** @type {Map<number, Entry[]>} */
    const shards = new Map();
    /** How often a shard was missed. */
    let misses = 0;

    /** @returns {Entry[]} empty while the shard is not here */
    const shard = (number) => {
      if (!shards.has(number)) {
        const packed = piece("terms", number, 3);
        if (packed === undefined) {
          misses += 1;
          return [];
        }
        shards.set(number, readShard(packed));
      }
      return shards.get(number);
    };

    /** The shard in which a word would lie. */
    const shardOf = (word) => Math.max(0, bisect(firsts, `${word}\u0000`, (first) => first) - 1);

    /** @returns {Entry | undefined} */
    const entry = (word) => {
      if (firsts.length === 0) return undefined;
      const entries = shard(shardOf(word));
      const found = entries[bisect(entries, word, wordOf)];
      return found?.word === word ? found : undefined;
    };

    /** @returns {Entry[]} the words that begin so */
    const starting = (beginning) => {
      const found = [];
      const last = firsts.length === 0 ? -1 : shardOf(`${beginning}\uffff`);
      for (let number = last < 0 ? 0 : shardOf(beginning); number <= last; number += 1) {
        const entries = shard(number);
        for (let at = bisect(entries, beginning, wordOf); entries[at]?.word.startsWith(beginning); at += 1) {
          found.push(entries[at]);
        }
      }
      return found;
    };

    const postings = (one) => (one.postings ??= readPostings(one.packed));

    return { entry, starting, postings, misses: () => misses };
  };

  /** Whether a letter is wrong, missing or too much, or two neighbours are swapped; in the beginning if `isOpen`. */
  const isOneTypo = (typed, word, isOpen) => {
    if (word.length < typed.length - 1 || (!isOpen && word.length > typed.length + 1)) return false;
    let same = 0;
    while (same < Math.min(typed.length, word.length) && typed[same] === word[same]) same += 1;
    const rest = typed.slice(same);
    const other = word.slice(same);
    const swapped = rest.slice(1, 2) + rest.slice(0, 1) + rest.slice(2);
    return [
      [rest.slice(1), other.slice(1)],
      [rest.slice(1), other],
      [rest, other.slice(1)],
      [swapped, other],
    ].some(([here, there]) => (isOpen ? there.startsWith(here) : there === here));
  };

  /** Which indexed words a query's word stands for, as builder/search/query/matching.py says. */
  const matcher = (rules, analysis, table) => {
    /** @returns {Map<Entry, number>} entry -> factor */
    const forms = (word, exact, other) => {
      const found = new Map();
      if (analysis.isAlphabetic(word) && word.length >= rules.leastStemmed) {
        const root = analysis.stem(word);
        for (const entry of table.starting(root)) {
          if (analysis.stem(entry.word) === root) found.set(entry, other);
        }
      }
      const own = table.entry(word);
      if (own) found.set(own, exact);
      return found;
    };

    const known = (word, isOpen) => {
      const found = forms(word, rules.exact, rules.stem);
      if (isOpen && word.length >= (table.entry(word) ? rules.leastPrefix : rules.leastPrefix - 1)) {
        for (const entry of table.starting(word)) found.set(entry, Math.max(found.get(entry) ?? 0, rules.prefix));
      }
      return found;
    };

    /** @returns {Entry[]} the words that a mistyped one may stand for */
    const meant = (word, isOpen) => {
      if (word.length < rules.leastTypo || !analysis.isAlphabetic(word)) return [];
      const near = table.starting(word[0]).filter((entry) => isOneTypo(word, entry.word, isOpen));
      const others = [word[1] + word[0] + word.slice(2), word.slice(1)].map(table.entry);
      return [...near, ...others.filter((entry) => entry && !near.includes(entry))];
    };

    /** Whether there is no such word; while a shard is missing nobody knows. */
    const isUnknown = (word, isOpen) => {
      const before = table.misses();
      return known(word, isOpen).size === 0 && table.misses() === before;
    };

    const variants = (word, isOpen) => {
      const before = table.misses();
      const found = known(word, isOpen);
      if (found.size || table.misses() > before) return found;
      for (const entry of meant(word, isOpen)) {
        for (const [near, factor] of forms(entry.word, rules.typo, (rules.typo * rules.stem) / rules.exact)) {
          found.set(near, Math.max(found.get(near) ?? 0, factor));
        }
      }
      return found;
    };

    return { isUnknown, meant, variants };
  };

  window.catalogSearch.parts.table = { makeTable, matcher };
})();
