/* What is done with the values of the tree's columns, by their form; site/files/columns.py names columns and forms. Pure. */
(() => {
  "use strict";

  const { words } = window.catalogFiles.parts;

  /**
   * @typedef {Object} Column
   * @property {string} key its name, in the address and in the pieces
   * @property {string} form of a file's value
   * @property {?string} folders the form of a folder's value; null where folders have none
   */

  /** @type {Column[]} */
  const columns = window.catalogServices.columns;

  const largest = (values) => values.reduce((most, value) => Math.max(most, value), -1);
  const sum = (values) => values.reduce((total, value) => total + Math.max(0, value), 0);

  /** What the text of a cell of the page is made of. */
  const counted = (cell) => (cell.textContent ? Number(cell.dataset.value) : -1);

  /**
   * Of each form: whether it counts, how a value reads, how it stands in a cell of the page, and what a folder has of
   * those of all that lies in it. -1 stands for what is not known.
   */
  const forms = {
    words: { isNumber: false, text: (value) => value, read: (cell) => cell.textContent, over: () => "" },
    size: { isNumber: true, text: words.size, read: counted, over: sum },
    day: { isNumber: true, text: words.day, read: counted, over: largest },
    files: {
      isNumber: true,
      text: (value) => words.counted(value, "file"),
      read: (cell) => Number(cell.textContent.replace(/\D/g, "")),
      over: sum,
    },
  };

  const formOf = (column, isFolder) => forms[isFolder ? column.folders : column.form];

  /** The value of a node in a column; -1 or "" where it has none. */
  const valueOf = (
    column,
    node,
  ) => (node.isFolder && column.folders === "files" ? node.files : (node.values[column.key] ?? -1));

  /** A file with its values beside what else is known of it, as its panel and the services read it. */
  const asFile = (node) => ({ ...node.values, ...node });

  /** What a cell of a node says. */
  const textOf = (column, node) => formOf(column, node.isFolder)?.text(valueOf(column, node), node) ?? "";

  /** The values of a row of the page, whose cells stand under the keys of their columns. */
  const readCells = (cells, isFolder) => {
    const known = columns.filter((column) => formOf(column, isFolder));
    return Object.fromEntries(known.map((column) => [column.key, formOf(column, isFolder).read(cells[column.key])]));
  };

  /** The values of the folder that these nodes are all of. */
  const valuesOver = (nodes) => {
    const known = columns.filter((column) => column.folders && column.folders !== "files");
    return Object.fromEntries(
      known.map((column) => [column.key, forms[column.folders].over(nodes.map((node) => valueOf(column, node)))]),
    );
  };

  window.catalogFiles.parts.forms = { columns, formOf, valueOf, asFile, textOf, readCells, valuesOver };
})();
