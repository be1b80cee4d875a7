/* The order of rows: by a column, within each folder, folders before files. Pure. */
(() => {
  "use strict";

  const { forms } = window.catalogFiles.parts;
  const words = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

  /** The column of that key; none for names, whose order is the natural one. */
  const columnOf = (key) => forms.columns.find((column) => column.key === key);
  const isOrder = (key) => key === "name" || columnOf(key) !== undefined;

  /** @param {string} text such as "-size"; what is no order is the order by name */
  const read = (text) => {
    const [, sign, column] = /^(-?)([a-z]+)$/.exec(text) ?? ["", "", "name"];
    return isOrder(column) ? { column, isDescending: sign === "-" } : { column: "name", isDescending: false };
  };
  const write = ({ column, isDescending }) => (isDescending ? "-" : "") + column;

  /** The order after a press on a column's header; what is counted is most wanted from the largest on. */
  const pressed = (sort, column) => {
    if (sort.column === column) return { column, isDescending: !sort.isDescending };
    return { column, isDescending: column !== "name" && forms.formOf(columnOf(column), false).isNumber };
  };

  /** What is not known comes last in both directions; equals stay in natural order. */
  const byNumber = (valueOf, isDescending) => (a, b) => {
    const [x, y] = [valueOf(a), valueOf(b)];
    if (x < 0 || y < 0) return (x < 0) - (y < 0);
    return isDescending ? y - x : x - y;
  };

  /** @returns {(a: Object, b: Object) => number} for folders alone, or for files alone */
  const comparing = ({ column: key, isDescending }, ofFolders) => {
    const column = columnOf(key);
    const form = forms.formOf(column, ofFolders);
    const valueOf = (node) => forms.valueOf(column, node);
    if (!form) return () => 0;
    if (form.isNumber) return byNumber(valueOf, isDescending);
    return (a, b) => (isDescending ? -1 : 1) * words.compare(valueOf(a), valueOf(b));
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
    const values = index.columns[sort.column];
    if (forms.formOf(columnOf(sort.column), false).isNumber) {
      return found.sort(byNumber((at) => values[at], sort.isDescending));
    }
    const { names, codes } = values;
    const ranks = names.map((name) => names.filter((other) => words.compare(other, name) < 0).length);
    return found.sort(byNumber((at) => ranks[codes[at]] ?? -1, sort.isDescending));
  };

  window.catalogFiles.parts.sort = { isOrder, read, write, pressed, isNatural, sorted, sortFound };
})();
