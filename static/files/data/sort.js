/* The order of rows: by a column, within each folder, folders before files. Pure. */
(() => {
  "use strict";

  const COLUMNS = ["name", "kind", "size", "modified"];
  const words = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

  /** What is counted is most wanted from the largest on. */
  const FIRST = { name: "", kind: "", size: "-", modified: "-" };

  /** @param {string} text such as "-size"; what is no order is the order by name */
  const read = (text) => {
    const [, sign, column] = /^(-?)([a-z]+)$/.exec(text) ?? ["", "", "name"];
    return COLUMNS.includes(column) ? { column, isDescending: sign === "-" } : { column: "name", isDescending: false };
  };
  const write = ({ column, isDescending }) => (isDescending ? "-" : "") + column;

  /** The order after a press on a column's header. */
  const pressed = (sort, column) => {
    if (sort.column === column) return { column, isDescending: !sort.isDescending };
    return { column, isDescending: FIRST[column] === "-" };
  };

  const NUMBERS = { size: (node) => node.size, modified: (node) => node.day, kind: (node) => node.files };

  /** What is not known comes last in both directions; equals stay in natural order. */
  const byNumber = (valueOf, isDescending) => (a, b) => {
    const [x, y] = [valueOf(a), valueOf(b)];
    if (x < 0 || y < 0) return (x < 0) - (y < 0);
    return isDescending ? y - x : x - y;
  };

  /** @returns {(a: Object, b: Object) => number} for folders alone, or for files alone */
  const comparing = ({ column, isDescending }, ofFolders) => {
    if (column === "kind" && !ofFolders) return (a, b) => (isDescending ? -1 : 1) * words.compare(a.kind, b.kind);
    return byNumber(NUMBERS[column], isDescending);
  };

  const isNatural = (sort) => sort.column === "name";

  /** All that lies in a folder, which is given in natural order, in another. */
  const sorted = (nodes, sort) => {
    const parts = [nodes.filter((node) => node.isFolder), nodes.filter((node) => !node.isFolder)];
    if (isNatural(sort)) return parts.flatMap((part) => (sort.isDescending ? part.reverse() : part));
    return parts.flatMap((part, at) => part.sort(comparing(sort, at === 0)));
  };

  /** Positions of found files, in place; `index` has its columns in natural order. */
  const sortFound = (found, index, sort) => {
    if (isNatural(sort)) return sort.isDescending ? found.reverse() : found;
    const { names, codes } = index.kinds;
    const ranks = names.map((name) => names.filter((other) => words.compare(other, name) < 0).length);
    const columns = { size: index.sizes, modified: index.days, kind: codes.map((code) => ranks[code] ?? -1) };
    const values = columns[sort.column];
    return found.sort(byNumber((at) => values[at], sort.isDescending));
  };

  window.catalogFiles.parts.sort = { COLUMNS, read, write, pressed, isNatural, sorted, sortFound };
})();
