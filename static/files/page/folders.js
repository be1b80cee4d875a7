/* Which folders are open, and how much of each is shown, in the order that the reader chose. */
(() => {
  "use strict";

  const { ui, parts } = window.catalogFiles;
  const { sort: order } = parts;
  /** So many rows of a folder at a time. */
  const PAGE = 200;

  /** What lies in folders, in the order of the page's state. */
  const inOrder = (page) => {
    const { tree } = page;
    /** Folders in another order than the natural one. */
    let ordered = new WeakMap();
    let orderedBy = "";

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

    return { nodesOf, positionOf };
  };

  /** The folders from the top to a node, each with what of it leads there: null in the node itself. */
  const wayTo = (node) => {
    const way = [];
    for (let at = node.isFolder ? node : node.parent; at; at = at.parent) {
      way.unshift([at, way[0]?.[0] ?? (node.isFolder ? null : node)]);
    }
    return way;
  };

  /**
   * @param {Object} page what page.js knows: tree, state, busy(promise)
   * @param {() => void} draw shows what has changed
   */
  ui.openFolders = (page, draw) => {
    const { nodesOf, positionOf } = inOrder(page);
    /** @type {Map<Object, {from: number, to: number, nodes: Object[], total: number}>} what is shown of each */
    const open = new Map();
    /** Folders whose beginning is being loaded, and that for so long that it is told. */
    const waiting = new Set();

    /** Shows rows [from, to) of a folder. */
    const show = async (folder, from, to) => {
      const sort = order.write(page.state.sort);
      const nodes = await nodesOf(folder, from, to);
      if (sort !== order.write(page.state.sort)) return;
      open.set(folder, { from, to: from + nodes.length, nodes, total: page.tree.count(folder) });
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
      for (const [folder, inside] of wayTo(node)) {
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
    const reorder = () =>
      page.busy(Promise.all([...open].map(([folder, { from, to }]) => show(folder, 0, Math.max(PAGE, to - from)))));

    return { open, waiting, show, openFolder, closeFolder, reveal, reorder };
  };

  ui.PAGE = PAGE;
})();
