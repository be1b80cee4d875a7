/* The table as a tree, or as what the filter found: its rows, kept for as long as they are shown. */
(() => {
  "use strict";

  const { ui, parts } = window.catalogFiles;
  const { words } = parts;
  const { rows, PAGE } = ui;
  /** Of what was found so many at once, and the rest when the typing has paused: rows take longer than the search. */
  const FIRST = 40;
  const PAUSE = 150;

  const moreWords = (count, total, what) =>
    `Show ${words.number(Math.min(PAGE, count))} ${what} of ${words.number(total)}`;

  /** The rows on the page: of nodes, and of what shows more, each by its node or key. */
  const makeRows = (page) => {
    /** @type {Map<Object | string, HTMLElement>} */
    let rowOf = new Map();
    /** @type {WeakMap<HTMLElement, Object>} what a row stands for: {node} or {more: () => Promise} */
    const standsFor = new WeakMap();

    return {
      forNode(node, path) {
        if (!rowOf.has(node)) {
          const row = rows.makeRow(node, page.hrefOf(node), path, page.offer);
          standsFor.set(row, { node });
          rowOf.set(node, row);
        }
        return rowOf.get(node);
      },
      forMore(key, level, text, more) {
        if (!rowOf.has(key)) rowOf.set(key, rows.makeMore());
        const row = rowOf.get(key);
        standsFor.set(row, { more });
        rows.placeMore(row, { level, text });
        return row;
      },
      of: (key) => rowOf.get(key),
      standsFor: (row) => standsFor.get(row),
      nodesShown: () => [...rowOf.keys()].filter((key) => key.isFolder === false && rowOf.get(key).isConnected),
      keep(list) {
        const kept = new Set(list);
        for (const [key, row] of rowOf) if (!kept.has(row)) rowOf.delete(key);
      },
      /** Forgets all: they are made anew. */
      drop() {
        rowOf = new Map();
      },
      /** Shows which row the reader chose. */
      mark() {
        for (const [key, row] of rowOf) {
          if (key === page.chosen) row.setAttribute("aria-selected", "true");
          else row.removeAttribute("aria-selected");
        }
      },
    };
  };

  /** Loads details of the files that are shown, behind whatever else is loaded. */
  const fillLinks = ({ tree, offer }, kept) => {
    if (navigator.connection?.saveData) return;
    for (const node of kept.nodesShown()) {
      if (node.links || node.isAsked) continue;
      node.isAsked = true;
      tree.details(node, false).then(
        (details) => {
          node.details = details;
          if (kept.of(node)) rows.showLinks(kept.of(node), node, offer);
        },
        () => (node.isAsked = false),
      );
    }
  };

  /** All rows of a folder and of the open ones in it, added to a list. */
  const addRows = (folder, list, { folders, kept, widen }) => {
    const { from, to, nodes, total } = folders.open.get(folder);
    const level = folder.level + 1;
    const addMore = (side, text, start, end) => {
      const key = `${folder.number} ${side}`;
      list.push(kept.forMore(key, level, text, () => widen(key, folder, start, end)));
    };

    if (from > 0) addMore("before", moreWords(from, total, "before these"), Math.max(0, from - PAGE), to);
    nodes.forEach((node, at) => {
      const row = kept.forNode(node, null);
      const isOpen = node.isFolder ? folders.open.has(node) : undefined;
      rows.place(row, { level, at: from + at, total, isOpen });
      list.push(row);
      if (isOpen) addRows(node, list, { folders, kept, widen });
      else if (folders.waiting.has(node)) list.push(rows.makeWaiting(level + 1));
    });
    if (to < total) addMore("after", moreWords(total - to, total, "more"), from, to + PAGE);
  };

  /** The rows of what the filter found. */
  const foundRows = ({ shown, count, nodeAt, pathOf }, kept, widenFound) => {
    const list = [];
    for (let at = 0; at < Math.min(shown, count); at += 1) {
      const node = nodeAt(at);
      const row = kept.forNode(node, pathOf(node));
      rows.place(row, { level: 1, at, total: count });
      list.push(row);
    }
    if (shown < count && shown >= PAGE) {
      list.push(kept.forMore("found", 1, moreWords(count - shown, count, "more"), () => widenFound(shown + PAGE)));
    }
    return list;
  };

  /** Draws the tree, or what was found. */
  const makeDrawing = (body, page) => {
    const kept = makeRows(page);
    /** What the filter found: null where the tree is shown. */
    let found = null;
    let timer = 0;
    let linksTimer = 0;

    const draw = () => {
      const list = found ? foundRows(found, kept, widenFound) : [];
      if (!found && folders.open.has(page.tree.top)) addRows(page.tree.top, list, { folders, kept, widen });
      kept.keep(list);
      rows.arrange(body, list);
      kept.mark();
      page.keys.refresh();
      clearTimeout(linksTimer);
      linksTimer = setTimeout(() => fillLinks(page, kept), found ? 2 * PAUSE : 0);
    };
    const folders = ui.openFolders(page, draw);

    /** Shows more of a folder, by the row of that key, which says so if it takes long. */
    const widen = async (key, folder, from, to) => {
      const timer = setTimeout(() => rows.nameMore(kept.of(key), ui.LOADING), ui.SLOW);
      try {
        await page.busy(folders.show(folder, from, to));
      } catch (error) {
        page.fail(error, () => widen(key, folder, from, to));
      } finally {
        clearTimeout(timer);
        draw();
      }
    };

    const widenFound = (shown) => {
      if (!found) return;
      found.shown = shown;
      draw();
    };

    const showFound = (answer) => {
      if (answer || found) kept.drop();
      found = answer && { ...answer, shown: FIRST };
      draw();
      clearTimeout(timer);
      if (answer?.count > FIRST) timer = setTimeout(() => widenFound(PAGE), PAUSE);
    };

    return { kept, folders, draw, showFound };
  };

  /**
   * @param {HTMLTableElement} table
   * @param {Object} page what page.js knows: tree, offer, state, hrefOf(node)
   */
  ui.view = (table, page) => {
    const body = table.tBodies[0];
    const { kept, folders, draw, showFound } = makeDrawing(body, page);
    const { open, openFolder, closeFolder, reveal } = folders;

    return {
      draw,
      mark: kept.mark,
      openFolder,
      closeFolder,
      reveal,
      async reorder() {
        kept.drop();
        await folders.reorder();
      },
      isOpen: (folder) => open.has(folder),
      openNumbers: () => [...open.keys()].map((folder) => folder.number),
      keepOpen(numbers) {
        for (const folder of [...open.keys()]) {
          if (folder.level && !numbers.includes(folder.number)) closeFolder(folder);
        }
      },
      /** @param {?Object} answer of the filter; null shows the tree */
      showFound,
      rowOf: kept.of,
      standsFor: kept.standsFor,
      /** Those that can be gone to. */
      rows: () => [...body.rows].filter(kept.standsFor),
      /** Puts what is shown out of reach, while it is not what is asked for. */
      cover(isOld) {
        table.toggleAttribute("data-old", isOld);
        body.inert = isOld;
      },
    };
  };
})();
