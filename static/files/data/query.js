/* What the filter takes: words, globs, subject:, session:, kind:, ext:, size:, each with - before it. Pure. */
(() => {
  "use strict";

  const WORD = /(-?)(?:(subject|session|kind|ext|size):)?(?:"([^"]*)"?|(\S+))/gi;
  const SIZE = /^(>=|<=|>|<)?(\d+(?:\.\d+)?)([kmgtp]?)b?$/i;
  /** What stands there before its value is typed. */
  const UNFINISHED = /^(?:-|-?(?:subject|session|kind|ext|size):)$/i;
  const POWERS = { "": 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12, p: 1e15 };
  /** Where the index has the values of a prefix. */
  const CODED = {
    subject: (index) => index.subjects,
    session: (index) => index.sessions,
    kind: (index) => index.columns.kind,
  };

  const readSize = (text) => {
    const found = SIZE.exec(text);
    return found && { sign: found[1] ?? "", bytes: Number(found[2]) * POWERS[found[3].toLowerCase()] };
  };

  const readWord = (name, text, isQuoted) => {
    const value = text.toLowerCase();
    if (name in CODED) return { type: "coded", valuesIn: CODED[name], value };
    if (name === "ext") {
      return { type: "end", value: `.${value.replace(/^\./, "")}`, text: `.${text.replace(/^\./, "")}` };
    }
    if (name === "size") return { type: "size", sizeText: value, ...readSize(value) };
    if (value.includes("*")) return { type: "glob", value, text };
    if (!isQuoted && /^\.[a-z0-9][a-z0-9.]*$/.test(value)) return { type: "end", value, text };
    return { type: "part", value, text };
  };

  /** All words but those that are still being typed. */
  const readWords = (filter) => {
    const words = [];
    for (const [whole, minus, name, quoted, plain] of filter.matchAll(WORD)) {
      const text = quoted ?? plain;
      if (!text || UNFINISHED.test(text)) continue;
      const word = readWord(name?.toLowerCase() ?? "", text, quoted !== undefined);
      if (word.value !== "") words.push({ ...word, whole, isNot: Boolean(minus) });
    }
    return words;
  };

  const isNoSize = (word) => word.type === "size" && word.bytes === undefined;

  /** @returns {{type: string, isNot: boolean}[]} all of which must hold; a size that is none is left out */
  const parse = (filter) => readWords(filter).filter((word) => !isNoSize(word));

  /** @returns {string[]} the words that parse leaves out though they are finished */
  const unread = (filter) =>
    readWords(filter).filter((word) => isNoSize(word) && !/^[<>]=?$/.test(word.sizeText)).map(({ whole }) => whole);

  /** Whether a text is as a glob says: * is any run of letters, slashes too, and there is no other sign. */
  const matchesGlob = (parts, text) => {
    const [first, last] = [parts[0], parts[parts.length - 1]];
    if (!text.startsWith(first)) return false;
    let at = first.length;
    for (let n = 1; n < parts.length - 1; n += 1) {
      const found = text.indexOf(parts[n], at);
      if (found < 0) return false;
      at = found + parts[n].length;
    }
    return text.length - last.length >= at && text.endsWith(last);
  };

  /** Which of some names are meant: those that are so, else those that begin so, as it may be still being typed. */
  const meant = (names, value) => {
    const glob = value.includes("*") ? value.split("*") : null;
    // Of subjects a file may have several.
    const having = (test) => names.map((name) => [name].flat().some((one) => test(one.toLowerCase())));
    if (glob) return having((name) => matchesGlob(glob, name));
    const exact = having((name) => name === value);
    return exact.includes(true) ? exact : having((name) => name.startsWith(value));
  };

  const SIZES = {
    ">": (size, bytes) => size > bytes,
    ">=": (size, bytes) => size >= bytes,
    "<": (size, bytes) => size < bytes,
    "<=": (size, bytes) => size <= bytes,
    "": (size, bytes) => size >= bytes,
  };

  /** @returns {(at: number) => boolean} whether the file at a position of the index is as a word says */
  const makeTest = (word, index) => {
    const { paths } = index;
    const sizes = index.columns.size;
    const { value } = word;
    if (word.type === "part") return (at) => paths[at].includes(value);
    if (word.type === "end") return (at) => paths[at].endsWith(value);
    if (word.type === "glob") {
      const parts = value.split("*");
      return (at) => matchesGlob(parts, paths[at]);
    }
    if (word.type === "size") {
      const holds = SIZES[word.sign];
      return (at) => sizes[at] >= 0 && holds(sizes[at], word.bytes);
    }
    const { names, codes } = word.valuesIn(index);
    const wanted = meant(names, value);
    return (at) => wanted[codes[at]] === true;
  };

  /**
   * The files that are as the filter says, in the order of the index.
   * @param {Object} index of index.js
   * @param {Int32Array} room for all, so that a keystroke makes no large array
   * @returns {{count: number, size: number}} how many places now stand in `room`, and their bytes
   */
  const run = (index, words, room) => {
    const tests = words.map((word) => makeTest(word, index));
    const nots = words.map((word) => word.isNot);
    const sizes = index.columns.size;
    let [count, size] = [0, 0];
    for (let at = 0; at < index.count; at += 1) {
      let holds = true;
      for (let n = 0; holds && n < tests.length; n += 1) holds = tests[n](at) !== nots[n];
      if (holds) {
        room[count] = at;
        count += 1;
        size += Math.max(0, sizes[at]);
      }
    }
    return { count, size };
  };

  /** The one glob that finds the same files; null if there is none. */
  const asGlob = (words) => {
    const [word] = words;
    if (words.length !== 1 || word.isNot || !word.text) return null;
    return { glob: word.text, end: `*${word.text}`, part: `*${word.text}*` }[word.type] ?? null;
  };

  /** A filter for all that lies in a folder; `path` ends with a slash. */
  const inFolder = (path) => (/^[A-Za-z0-9_./][^\s":]*$/.test(path) ? `${path}*` : `"${path.replaceAll('"', "*")}*"`);

  /** Pieces of a path, each marked or not as the words of the filter are found there. */
  const marks = (words, path) => {
    const lower = path.toLowerCase();
    const isMarked = new Uint8Array(path.length);
    if (lower.length !== path.length) return [[path, false]];
    for (const { type, value, isNot } of words) {
      if (isNot || !["part", "glob", "end"].includes(type)) continue;
      for (const text of value.split("*").filter(Boolean)) {
        const found = type === "end" ? lower.lastIndexOf(text) : lower.indexOf(text);
        if (found >= 0) isMarked.fill(1, found, found + text.length);
      }
    }
    const pieces = [];
    for (let start = 0, at = 1; at <= path.length; at += 1) {
      if (at < path.length && isMarked[at] === isMarked[start]) continue;
      pieces.push([path.slice(start, at), Boolean(isMarked[start])]);
      start = at;
    }
    return pieces;
  };

  window.catalogFiles.parts.query = { parse, unread, run, asGlob, inFolder, marks, matchesGlob };
})();
