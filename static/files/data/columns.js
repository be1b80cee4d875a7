/* Reads the columns of pieces; docs/files.md says what they hold. Pure. */
(() => {
  "use strict";

  /** Makes something of a piece once. */
  const once = (make) => {
    const made = new WeakMap();
    return (data) => {
      if (!made.has(data)) made.set(data, make(data));
      return made.get(data);
    };
  };

  const pieceName = (kind, number) => `${kind}-${String(number).padStart(4, "0")}`;

  const readFolders = once((data) => {
    const firsts = [];
    let first = data.first;
    for (const count of data.children) {
      firsts.push(first);
      first += count;
    }
    return { ...data, firsts };
  });

  /** The value of a coded column; empty for none. */
  const coded = (values, numbers, at) => values?.[numbers?.[at]] ?? "";

  const textAt = (joined, length, at) =>
    typeof joined === "string" ? joined.slice(length * at, length * (at + 1)) : joined[at];

  /** An id with its hyphens, where it has that form. */
  const idAt = (joined, at) => {
    const text = textAt(joined, 32, at);
    return typeof joined === "string" ? text.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5") : text;
  };

  /** The values of a folder or file by the keys of their columns; of words a piece holds each once. */
  const valuesAt = (columns, at) =>
    Object.fromEntries(
      Object.entries(columns).map((
        [key, column],
      ) => [key, Array.isArray(column) ? column[at] : coded(column.values, column.codes, at)]),
    );

  /** What a names piece says of a file. */
  const fileAt = (names, at) => ({
    name: names.names[at],
    values: valuesAt(names.columns, at),
    subjects: names.subjects[names.subject[at]] ?? [],
    session: coded(names.sessions, names.session, at),
    state: names.states?.[at] ?? "",
    isZarr: Boolean(names.zarr?.[at]),
  });

  /** What a details piece says of a file. */
  const detailsAt = (details, at) => ({
    id: idAt(details.ids, at),
    blob: idAt(details.blobs, at),
    sum: textAt(details.sums, 64, at),
    sumKind: coded(details.sumKinds, details.sumKind, at),
    type: coded(details.types, details.type, at),
    changed: details.changed[at],
    url: details.urls?.[at] ?? "",
  });

  /** Names as builder/catalog/text/natural.py orders them: runs of digits by value and before letters; case doesn't count. */
  const compareNames = (one, other) => {
    const [ours, theirs] = [one, other].map((text) => text.split(/([0-9]+)/).filter(Boolean));
    for (let at = 0; at < Math.min(ours.length, theirs.length); at += 1) {
      const [a, b] = [ours[at], theirs[at]];
      const [isNumber, isOther] = [a, b].map((run) => /^[0-9]/.test(run));
      if (isNumber !== isOther) return isNumber ? -1 : 1;
      const [x, y] = isNumber ? [BigInt(a), BigInt(b)] : [a.toLowerCase(), b.toLowerCase()];
      if (x !== y) return x < y ? -1 : 1;
    }
    return ours.length - theirs.length || (one < other ? -1 : Number(one > other));
  };

  window.catalogFiles.parts.columns = { pieceName, readFolders, valuesAt, fileAt, detailsAt, compareNames };
})();
