/* The folders and files of a version as a tree of nodes, of which pieces are loaded as they are needed. No DOM. */
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
   * @property {number} size bytes; -1 where not known
   * @property {number} day of the last change, from 1970; -1 where not known
   */

  /**
   * @param {(name: string, isUrgent?: boolean) => Promise<any>} load
   * @param {{pieceFiles: number, pieceFolders: number}} info
   */
  window.catalogFiles.parts.tree = (load, { pieceFiles, pieceFolders }) => {
    /** @type {Map<number, Node>} */
    const folders = new Map();
    /** @type {Map<number, Node>} */
    const files = new Map();
    const top = {
      isFolder: true,
      number: 0,
      parent: null,
      level: 0,
      name: "",
      size: -1,
      day: -1,
      files: 0,
      isFilled: false,
    };
    folders.set(0, top);

    const loadKind = (kind, from, to, size, read, isUrgent) => {
      const wanted = [];
      for (let piece = Math.floor(from / size); piece * size < to; piece += 1) wanted.push(piece);
      return Promise.all(
        wanted.map(async (piece) => [piece, read(await load(columns.pieceName(kind, piece), isUrgent))]),
      );
    };

    const makeFolder = (piece, number, parent) => {
      const at = number % pieceFolders;
      const node = folders.get(number) ?? { isFolder: true, number, parent, level: parent.level + 1 };
      folders.set(number, node);
      return Object.assign(node, {
        name: piece.names[at],
        files: piece.files[at],
        size: piece.sizes[at],
        day: piece.newest[at],
        own: piece.own[at],
        place: piece.at[at],
        children: piece.children[at],
        first: piece.firsts[at],
        isFilled: true,
      });
    };

    const makeFile = (piece, place, parent) => {
      const node = files.get(place) ?? { isFolder: false, number: place, parent, level: parent.level + 1 };
      files.set(place, node);
      return Object.assign(node, columns.fileAt(piece, place % pieceFiles), { isFilled: true });
    };

    /** Folders [from, to) of which `parent` is the parent. */
    const takeFolders = async (from, to, parent) => {
      if (from >= to) return;
      for (const [piece, data] of await loadKind("folders", from, to, pieceFolders, columns.readFolders)) {
        const start = piece * pieceFolders;
        for (let n = Math.max(from, start); n < Math.min(to, start + pieceFolders); n += 1) {
          if (!folders.get(n)?.isFilled) makeFolder(data, n, parent);
        }
      }
    };

    const takeFiles = async (from, to, parent) => {
      if (from >= to) return;
      for (const [piece, data] of await loadKind("names", from, to, pieceFiles, (data) => data)) {
        const start = piece * pieceFiles;
        for (let n = Math.max(from, start); n < Math.min(to, start + pieceFiles); n += 1) {
          if (!files.get(n)?.isFilled) makeFile(data, n, parent);
        }
      }
    };

    const isThere = (map, from, to) => {
      for (let n = from; n < to; n += 1) if (!map.has(n)) return false;
      return true;
    };

    /** Makes sure that a folder's own numbers are known. */
    const fill = async (node) => {
      if (!node.isFilled && node.own === undefined) await takeFolders(node.number, node.number + 1, node.parent);
    };

    const count = (node) => node.children + node.own;

    /**
     * What lies in a folder, by its natural order: first its folders, then its files.
     * @returns {Promise<Node[]>} those at [from, to) of that order
     */
    const list = async (node, from, to) => {
      await fill(node);
      const end = Math.min(to, count(node));
      const [a, b] = [node.first + Math.min(from, node.children), node.first + Math.min(end, node.children)];
      const [c, d] = [node.place + Math.max(0, from - node.children), node.place + Math.max(0, end - node.children)];
      await Promise.all([
        isThere(folders, a, b) || takeFolders(a, b, node),
        isThere(files, c, d) || takeFiles(c, d, node),
      ]);
      const found = [];
      for (let n = a; n < b; n += 1) found.push(folders.get(n));
      for (let n = c; n < d; n += 1) found.push(files.get(n));
      return found;
    };

    /** All that a file's names piece says; rows of the page don't say all. */
    const fillFile = async (node) => {
      if (!node.isFilled) await takeFiles(node.number, node.number + 1, node.parent);
      return node;
    };

    /** The node of a name among those at [start, end) of a folder, which are in order: by halves, a piece at a time. */
    const search = async (folder, start, end, size, name) => {
      let [low, high] = [0, Math.ceil((end - start) / size)];
      while (low < high) {
        const middle = (low + high) >> 1;
        const from = start + middle * size;
        const part = await list(folder, from, Math.min(from + size, end));
        const found = part.find((node) => node.name === name);
        if (found) return found;
        if (columns.compareNames(name, part[0].name) < 0) high = middle;
        else low = middle + 1;
      }
      // Python folds the case of some letters otherwise, and so orders them otherwise.
      if (/[^\x00-\x7f]/.test(name)) return (await list(folder, start, end)).find((node) => node.name === name) ?? null;
      return null;
    };

    /**
     * The node of a path.
     * @param {string} path a folder's ends with a slash; one without may be a folder, too
     * @returns {Promise<{node: Node, isFound: boolean}>} where it isn't found, the last folder on the way
     */
    const find = async (path) => {
      const names = path.split("/").filter(Boolean);
      let folder = top;
      for (const [at, name] of names.entries()) {
        const isLast = at === names.length - 1;
        await fill(folder);
        const next = await search(folder, 0, folder.children, pieceFolders, name);
        if (isLast && !path.endsWith("/")) {
          const file = await search(folder, folder.children, count(folder), pieceFiles, name);
          if (file) return { node: file, isFound: true };
        }
        if (!next) return { node: folder, isFound: false };
        folder = next;
      }
      return { node: folder, isFound: true };
    };

    const pathOf = (node) => {
      const names = [];
      for (let at = node; at.level > 0; at = at.parent) names.unshift(at.name);
      return names.join("/") + (node.isFolder && names.length ? "/" : "");
    };

    /** The node of a file whose pieces are loaded, with the folders that it lies in. */
    const fileNode = (place, folder, piece) =>
      files.get(place)?.isFilled ? files.get(place) : makeFile(piece, place, folder);
    const folderNode = (number, pieceOf) => {
      if (folders.get(number)?.isFilled) return folders.get(number);
      const piece = pieceOf(number);
      const parent = number ? folderNode(piece.parents[number % pieceFolders], pieceOf) : null;
      return makeFolder(piece, number, parent);
    };

    /** All that is known of a file, with its path. */
    const details = async (node, isUrgent = true) => {
      const [, [[, piece]]] = await Promise.all([
        fillFile(node),
        loadKind("details", node.number, node.number + 1, pieceFiles, (data) => data, isUrgent),
      ]);
      return { ...node, path: pathOf(node), ...columns.detailsAt(piece, node.number % pieceFiles) };
    };

    /** Nodes of the top level that the page holds already: all that lie there. */
    const seed = (nodes, count) => {
      const inside = nodes.filter((node) => node.isFolder);
      for (const node of nodes) {
        Object.assign(node, { parent: top, level: 1, isFilled: false });
        (node.isFolder ? folders : files).set(node.number, node);
      }
      const size = nodes.reduce((sum, node) => sum + Math.max(0, node.size), 0);
      const day = nodes.reduce((newest, node) => Math.max(newest, node.day), -1);
      Object.assign(top, {
        children: inside.length,
        own: nodes.length - inside.length,
        first: 1,
        place: 0,
        files: count,
        size,
        day,
      });
    };

    return {
      top,
      load,
      fill,
      fillFile,
      list,
      count,
      find,
      pathOf,
      details,
      seed,
      fileNode,
      folderNode,
      pieceFiles,
      pieceFolders,
    };
  };
})();
