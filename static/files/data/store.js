/* The nodes of a tree that are known so far, each made once from the pieces that hold it. No DOM. */
(() => {
  "use strict";

  const { columns } = window.catalogFiles.parts;

  /**
   * @typedef {Object} Node a folder or a file
   * @property {boolean} isFolder
   * @property {number} number of a folder, or the place of a file
   * @property {?Node} parent
   * @property {number} level 0 is the top
   * @property {string} name
   * @property {Object<string, string|number>} values by the keys of the columns; -1 where not known
   */

  /** Node of a number, made if there is none, with what a piece says of it. */
  const put = (nodes, number, parent, isFolder, facts) => {
    const node = nodes.get(number) ?? { isFolder, number, parent, level: parent.level + 1 };
    nodes.set(number, node);
    return Object.assign(node, facts, { isFilled: true });
  };

  const folderAt = (piece, at) => ({
    name: piece.names[at],
    files: piece.files[at],
    values: columns.valuesAt(piece.columns, at),
    own: piece.own[at],
    place: piece.at[at],
    children: piece.children[at],
    first: piece.firsts[at],
  });

  const isThere = (nodes, from, to) => {
    for (let n = from; n < to; n += 1) if (!nodes.has(n)) return false;
    return true;
  };

  const between = (nodes, from, to) => Array.from({ length: Math.max(0, to - from) }, (_, n) => nodes.get(from + n));

  /**
   * @param {(name: string, isUrgent?: boolean) => Promise<any>} load
   * @param {{pieceFiles: number, pieceFolders: number}} info
   */
  window.catalogFiles.parts.store = (load, { pieceFiles, pieceFolders }) => {
    /** @type {Map<number, Node>} */
    const folders = new Map();
    /** @type {Map<number, Node>} */
    const files = new Map();

    const loadKind = (kind, from, to, size, read = (data) => data, isUrgent = true) => {
      const wanted = [];
      for (let piece = Math.floor(from / size); piece * size < to; piece += 1) wanted.push(piece);
      return Promise.all(
        wanted.map(async (piece) => [piece, read(await load(columns.pieceName(kind, piece), isUrgent))]),
      );
    };

    const makeFolder = (piece, number, parent) =>
      put(folders, number, parent, true, folderAt(piece, number % pieceFolders));
    const makeFile = (piece, place, parent) =>
      put(files, place, parent, false, columns.fileAt(piece, place % pieceFiles));

    /** Makes those of [from, to) that are not whole yet from their pieces. */
    const take = (loaded, from, to, size, nodes, make) => {
      for (const [piece, data] of loaded) {
        const start = piece * size;
        for (let n = Math.max(from, start); n < Math.min(to, start + size); n += 1) {
          if (!nodes.get(n)?.isFilled) make(data, n);
        }
      }
    };

    return {
      folders,
      files,
      loadKind,
      makeFolder,
      makeFile,

      /** Folders [from, to) of which `parent` is the parent. */
      async takeFolders(from, to, parent) {
        if (from >= to) return;
        const loaded = await loadKind("folders", from, to, pieceFolders, columns.readFolders);
        take(loaded, from, to, pieceFolders, folders, (data, n) => makeFolder(data, n, parent));
      },
      async takeFiles(from, to, parent) {
        if (from >= to) return;
        take(
          await loadKind("names", from, to, pieceFiles),
          from,
          to,
          pieceFiles,
          files,
          (data, n) => makeFile(data, n, parent),
        );
      },
      hasFolders: (from, to) => isThere(folders, from, to),
      hasFiles: (from, to) => isThere(files, from, to),
      foldersBetween: (from, to) => between(folders, from, to),
      filesBetween: (from, to) => between(files, from, to),
    };
  };
})();
