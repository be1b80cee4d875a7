/* All files of a version side by side, for the filter: columns over the whole version, in the order of the tree. No DOM. */
(() => {
  "use strict";

  const { columns, forms } = window.catalogFiles.parts;
  const NUMBERS = forms.columns.filter((column) => forms.formOf(column, false).isNumber);
  const WORDS = forms.columns.filter((column) => !forms.formOf(column, false).isNumber);

  /** What a piece says by number: the values, the number of each file's, and where the index has them. */
  const codedOf = (piece, index) => [
    ...WORDS.map(({ key }) => ({ ...piece.columns[key], into: index.columns[key] })),
    { values: piece.subjects, codes: piece.subject, into: index.subjects },
    { values: piece.sessions, codes: piece.session, into: index.sessions },
  ];

  /** Numbers for the values of all pieces together. */
  const makeCodes = (count) => ({ names: [], codes: new Int32Array(count), numbers: new Map() });

  const numberOf = ({ names, numbers }, value) => {
    const key = JSON.stringify(value);
    if (!numbers.has(key)) numbers.set(key, names.push(value) - 1);
    return numbers.get(key);
  };

  /** Folders as readers see them: what lies in a folder before what comes after it, its own files last. */
  const walk = (foldersPieces, pieceFolders) => {
    const order = [];
    const waiting = [[0, false]];
    while (waiting.length) {
      const [number, isDone] = waiting.pop();
      const piece = foldersPieces[Math.floor(number / pieceFolders)];
      const at = number % pieceFolders;
      if (isDone || !piece.children[at]) {
        order.push(number);
        continue;
      }
      waiting.push([number, true]);
      for (let n = piece.children[at] - 1; n >= 0; n -= 1) waiting.push([piece.firsts[at] + n, false]);
    }
    return order;
  };

  const folderPaths = (foldersPieces) => {
    const paths = [];
    for (const piece of foldersPieces) {
      for (let at = 0; at < piece.names.length; at += 1) {
        paths.push(paths.length ? `${paths[piece.parents[at]]}${piece.names[at]}/` : "");
      }
    }
    return paths;
  };

  const loadAll = (tree, kind, count, size, onLoad) => {
    const wanted = Array.from({ length: Math.ceil(count / size) }, (_, piece) => columns.pieceName(kind, piece));
    return Promise.all(
      wanted.map(async (name) => {
        const data = await tree.load(name);
        onLoad();
        return data;
      }),
    );
  };

  /**
   * Loads the folders and names of the whole version.
   * @param {Object} tree
   * @param {{folders: number, files: number}} total
   * @param {(part: number) => void} onProgress is told which part is there, from 0 to 1
   */
  window.catalogFiles.parts.index = async (tree, total, onProgress) => {
    const { pieceFiles, pieceFolders } = tree;
    const rawFolders = await loadAll(tree, "folders", total.folders, pieceFolders, () => {});
    const foldersPieces = rawFolders.map(columns.readFolders);
    const ends = foldersPieces.flatMap((piece) => piece.at.map((place, at) => place + piece.own[at]));
    const places = ends.reduce((most, end) => Math.max(most, end), 0);
    let there = 0;
    const namesPieces = await loadAll(tree, "names", places, pieceFiles, () => {
      there += 1;
      onProgress((there * pieceFiles) / places);
    });

    const index = {
      count: total.files,
      paths: new Array(total.files),
      places: new Int32Array(total.files),
      folders: new Int32Array(total.files),
      columns: Object.fromEntries([
        ...NUMBERS.map(({ key }) => [key, new Float64Array(total.files)]),
        ...WORDS.map(({ key }) => [key, makeCodes(total.files)]),
      ]),
      subjects: makeCodes(total.files),
      sessions: makeCodes(total.files),
    };
    /** Of each piece, its columns by number, with what its numbers are in the whole version. */
    const coded = namesPieces.map((piece) =>
      codedOf(piece, index).map((one) => ({ ...one, wide: one.values.map((value) => numberOf(one.into, value)) }))
    );
    const paths = folderPaths(foldersPieces);
    let at = 0;
    for (const number of walk(foldersPieces, pieceFolders)) {
      const folder = foldersPieces[Math.floor(number / pieceFolders)];
      const own = folder.own[number % pieceFolders];
      const first = folder.at[number % pieceFolders];
      for (let place = first; place < first + own; place += 1) {
        const part = Math.floor(place / pieceFiles);
        const piece = namesPieces[part];
        const n = place % pieceFiles;
        index.paths[at] = (paths[number] + piece.names[n]).toLowerCase();
        index.places[at] = place;
        index.folders[at] = number;
        for (const { key } of NUMBERS) index.columns[key][at] = piece.columns[key][n];
        for (const { codes, into, wide } of coded[part]) into.codes[at] = wide[codes[n]] ?? -1;
        at += 1;
      }
    }

    /** The node of the file at a position. */
    const nodeAt = (position) => {
      const [place, number] = [index.places[position], index.folders[position]];
      const folder = tree.folderNode(number, (one) => foldersPieces[Math.floor(one / pieceFolders)]);
      return tree.fileNode(place, folder, namesPieces[Math.floor(place / pieceFiles)]);
    };
    return { ...index, nodeAt };
  };
})();
