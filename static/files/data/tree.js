/* The folders and files of a version as a tree of nodes, of which pieces are loaded as they are needed. No DOM. */
(() => {
  "use strict";

  const { parts } = window.catalogFiles;
  const { columns, forms } = parts;

  const makeTop = () => ({
    isFolder: true,
    number: 0,
    parent: null,
    level: 0,
    name: "",
    values: {},
    files: 0,
    isFilled: false,
  });

  const count = (node) => node.children + node.own;

  const pathOf = (node) => {
    const names = [];
    for (let at = node; at.level > 0; at = at.parent) names.unshift(at.name);
    return names.join("/") + (node.isFolder && names.length ? "/" : "");
  };

  /** What lies in folders. */
  const makeLists = (store) => {
    /** Makes sure that a folder's own numbers are known. */
    const fill = async (node) => {
      if (!node.isFilled && node.own === undefined) await store.takeFolders(node.number, node.number + 1, node.parent);
    };

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
        store.hasFolders(a, b) || store.takeFolders(a, b, node),
        store.hasFiles(c, d) || store.takeFiles(c, d, node),
      ]);
      return [...store.foldersBetween(a, b), ...store.filesBetween(c, d)];
    };

    return { fill, list };
  };

  /** Finds nodes by their paths. */
  const makeFind = (top, { fill, list }, { pieceFiles, pieceFolders }) => {
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
    return async (path) => {
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
  };

  /** Takes nodes of the top level that the page holds already: all that lie there. */
  const makeSeed = (top, store) => (nodes, files) => {
    for (const node of nodes) {
      Object.assign(node, { parent: top, level: 1, isFilled: false });
      (node.isFolder ? store.folders : store.files).set(node.number, node);
    }
    const children = nodes.filter((node) => node.isFolder).length;
    const values = forms.valuesOver(nodes);
    Object.assign(top, { children, own: nodes.length - children, first: 1, place: 0, files, values });
  };

  /**
   * @param {(name: string, isUrgent?: boolean) => Promise<any>} load
   * @param {{pieceFiles: number, pieceFolders: number}} info
   */
  parts.tree = (load, info) => {
    const { pieceFiles, pieceFolders } = info;
    const store = parts.store(load, info);
    const { folders, files } = store;
    const top = makeTop();
    folders.set(0, top);
    const { fill, list } = makeLists(store);

    /** All that a file's names piece says; rows of the page don't say all. */
    const fillFile = async (node) => {
      if (!node.isFilled) await store.takeFiles(node.number, node.number + 1, node.parent);
      return node;
    };

    /** All that is known of a file, with its path. */
    const details = async (node, isUrgent = true) => {
      const [, [[, piece]]] = await Promise.all([
        fillFile(node),
        store.loadKind("details", node.number, node.number + 1, pieceFiles, undefined, isUrgent),
      ]);
      return { ...forms.asFile(node), path: pathOf(node), ...columns.detailsAt(piece, node.number % pieceFiles) };
    };

    /** The node of a file whose pieces are loaded, with the folders that it lies in. */
    const fileNode = (place, folder, piece) =>
      files.get(place)?.isFilled ? files.get(place) : store.makeFile(piece, place, folder);
    const folderNode = (number, pieceOf) => {
      if (folders.get(number)?.isFilled) return folders.get(number);
      const piece = pieceOf(number);
      const parent = number ? folderNode(piece.parents[number % pieceFolders], pieceOf) : null;
      return store.makeFolder(piece, number, parent);
    };

    return {
      top,
      load,
      fill,
      fillFile,
      list,
      count,
      find: makeFind(top, { fill, list }, info),
      pathOf,
      details,
      seed: makeSeed(top, store),
      fileNode,
      folderNode,
      pieceFiles,
      pieceFolders,
    };
  };
})();
