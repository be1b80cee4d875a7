/* The table as a tree: which folders are open, and how much of each is shown. */
(() => {
  "use strict";

  const { ui, parts } = window.catalogFiles;
  const { words, sort: order } = parts;
  const { rows } = ui;
  /** So many rows of a folder at a time. */
  const PAGE = 200;
  /** Of what was found so many at once, and the rest when the typing has paused: rows take longer than the search. */
  const FIRST = 40;
  const PAUSE = 150;

  /**
   * @param {HTMLTableElement} table
   * @param {Object} page what page.js knows: tree, offer, state, hrefOf(node)
   */
  ui.view = (table, page) => {
    const { tree, offer } = page;
    const body = table.tBodies[0];
    /** @type {Map<Object, {from: number, to: number, nodes: Object[], total: number}>} open folders and what is shown of them */
    const open = new Map();
    /** @type {Map<Object, HTMLElement>} */
    let rowOf = new Map();
    /** @type {WeakMap<HTMLElement, Object>} what a row stands for: {node} or {more: () => Promise} */
    const standsFor = new WeakMap();
    /** Folders in another order than the natural one. */
    let ordered = new WeakMap();
    let orderedBy = "";
    /** Folders whose beginning is being loaded, and that for so long that it is told. */
    const waiting = new Set();
    /** What the filter found: null where the tree is shown. */
    let found = null;
    let timer = 0;
    let linksTimer = 0;

    const nodesOf = async (folder, from, to) => {
      const { sort } = page.state;
      if (order.write(sort) === "name") return tree.list(folder, from, to);
      if (orderedBy !== order.write(sort)) [ordered, orderedBy] = [new WeakMap(), order.write(sort)];
      const kept = ordered;
      if (!kept.has(folder)) {
        const all = await tree.list(folder, 0, Infinity);
        kept.set(folder, order.sorted(all, sort));
      }
      return kept.get(folder).slice(from, to);
    };

    const positionOf = async (node) => {
      const { parent } = node;
      await tree.fill(parent);
      if (order.write(page.state.sort) !== "name") return (await nodesOf(parent, 0, Infinity)).indexOf(node);
      return node.isFolder ? node.number - parent.first : parent.children + node.number - parent.place;
    };

    /** Shows rows [from, to) of a folder. */
    const show = async (folder, from, to) => {
      const sort = order.write(page.state.sort);
      const nodes = await nodesOf(folder, from, to);
      if (sort !== order.write(page.state.sort)) return;
      open.set(folder, { from, to: from + nodes.length, nodes, total: tree.count(folder) });
    };

    const rowFor = (node, path) => {
      if (!rowOf.has(node)) {
        const row = rows.makeRow(node, page.hrefOf(node), path, offer);
        standsFor.set(row, { node });
        rowOf.set(node, row);
      }
      return rowOf.get(node);
    };

    const moreRow = (key, level, text, more) => {
      if (!rowOf.has(key)) rowOf.set(key, rows.makeMore());
      const row = rowOf.get(key);
      standsFor.set(row, { more });
      rows.placeMore(row, { level, text });
      return row;
    };

    const moreWords = (count, total, what) =>
      `Show ${words.number(Math.min(PAGE, count))} ${what} of ${words.number(total)}`;

    /** All rows of a folder and of the open ones in it. */
    const addRows = (folder, list) => {
      const { from, to, nodes, total } = open.get(folder);
      const level = folder.level + 1;
      if (from > 0) {
        const before = Math.max(0, from - PAGE);
        const key = `${folder.number} before`;
        list.push(moreRow(key, level, moreWords(from, total, "before these"), () => widen(key, folder, before, to)));
      }
      nodes.forEach((node, at) => {
        const row = rowFor(node, null);
        const isOpen = node.isFolder ? open.has(node) : undefined;
        rows.place(row, { level, at: from + at, total, isOpen });
        list.push(row);
        if (isOpen) addRows(node, list);
        else if (waiting.has(node)) list.push(rows.makeWaiting(level + 1));
      });
      if (to < total) {
        const key = `${folder.number} after`;
        list.push(moreRow(key, level, moreWords(total - to, total, "more"), () => widen(key, folder, from, to + PAGE)));
      }
    };

    const addFound = (list) => {
      const { shown, count, nodeAt, pathOf } = found;
      for (let at = 0; at < Math.min(shown, count); at += 1) {
        const node = nodeAt(at);
        const row = rowFor(node, pathOf(node));
        rows.place(row, { level: 1, at, total: count });
        list.push(row);
      }
      if (shown < count && shown >= PAGE) {
        list.push(
          moreRow("found", 1, moreWords(count - shown, count, "more"), () => widenFound(shown + PAGE)),
        );
      }
    };

    const widenFound = (shown) => {
      if (!found) return;
      found.shown = shown;
      draw();
    };

    const nodesShown = () => [...rowOf.keys()].filter((key) => key.isFolder === false && rowOf.get(key).isConnected);

    /** Loads details of the files that are shown, behind whatever else is loaded. */
    const fillLinks = () => {
      if (navigator.connection?.saveData) return;
      for (const node of nodesShown()) {
        if (node.links || node.isAsked) continue;
        node.isAsked = true;
        tree.details(node, false).then(
          (details) => {
            node.details = details;
            if (rowOf.has(node)) rows.showLinks(rowOf.get(node), node, offer);
          },
          () => (node.isAsked = false),
        );
      }
    };

    const draw = () => {
      const list = [];
      if (found) addFound(list);
      else if (open.has(tree.top)) addRows(tree.top, list);
      const kept = new Set(list);
      for (const [key, row] of rowOf) if (!kept.has(row)) rowOf.delete(key);
      rows.arrange(body, list);
      mark();
      page.keys.refresh();
      clearTimeout(linksTimer);
      linksTimer = setTimeout(fillLinks, found ? 2 * PAUSE : 0);
    };

    /** Shows which row the reader chose. */
    const mark = () => {
      for (const [key, row] of rowOf) {
        if (key === page.chosen) row.setAttribute("aria-selected", "true");
        else row.removeAttribute("aria-selected");
      }
    };

    /** Shows more of a folder, by the row of that key, which says so if it takes long. */
    const widen = async (key, folder, from, to) => {
      const timer = setTimeout(() => rows.nameMore(rowOf.get(key), ui.LOADING), ui.SLOW);
      try {
        await page.busy(show(folder, from, to));
      } catch (error) {
        page.fail(error, () => widen(key, folder, from, to));
      } finally {
        clearTimeout(timer);
        draw();
      }
    };

    const openFolder = async (folder) => {
      if (open.has(folder)) return;
      const timer = setTimeout(() => {
        waiting.add(folder);
        draw();
      }, ui.SLOW);
      try {
        await page.busy(show(folder, 0, PAGE));
      } finally {
        clearTimeout(timer);
        if (waiting.delete(folder)) draw();
      }
    };

    const closeFolder = (folder) => {
      for (const other of [...open.keys()]) {
        for (let at = other; at; at = at.parent) if (at === folder) open.delete(other);
      }
    };

    /** Opens all folders down to a node, and it itself if it is one; of a long folder shows the part that it lies in. */
    const reveal = async (node) => {
      const way = [];
      for (let at = node.isFolder ? node : node.parent; at; at = at.parent) {
        way.unshift([at, way[0]?.[0] ?? (node.isFolder ? null : node)]);
      }
      for (const [folder, inside] of way) {
        await openFolder(folder);
        const at = inside ? await positionOf(inside) : -1;
        const { from, to } = open.get(folder);
        if (at >= 0 && (at < from || at >= to)) {
          const start = Math.floor(at / PAGE) * PAGE;
          await page.busy(show(folder, start, start + PAGE));
        }
      }
    };

    /** Shows all open folders in the order that now holds, from their beginning. */
    const reorder = async () => {
      rowOf = new Map();
      await page.busy(
        Promise.all([...open].map(([folder, { from, to }]) => show(folder, 0, Math.max(PAGE, to - from)))),
      );
    };

    return {
      draw,
      mark,
      openFolder,
      closeFolder,
      reveal,
      reorder,
      isOpen: (folder) => open.has(folder),
      openNumbers: () => [...open.keys()].map((folder) => folder.number),
      keepOpen(numbers) {
        for (const folder of [...open.keys()]) {
          if (folder.level && !numbers.includes(folder.number)) closeFolder(folder);
        }
      },
      /** @param {?Object} answer of the filter; null shows the tree */
      showFound(answer) {
        if (answer || found) rowOf = new Map();
        found = answer && { ...answer, shown: FIRST };
        draw();
        clearTimeout(timer);
        if (answer?.count > FIRST) timer = setTimeout(() => widenFound(PAGE), PAUSE);
      },
      rowOf: (node) => rowOf.get(node),
      standsFor: (row) => standsFor.get(row),
      /** Those that can be gone to. */
      rows: () => [...body.rows].filter((row) => standsFor.has(row)),
      /** Puts what is shown out of reach, while it is not what is asked for. */
      cover(isOld) {
        table.toggleAttribute("data-old", isOld);
        body.inert = isOld;
      },
    };
  };
})();
