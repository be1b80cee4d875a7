/* The tree by keyboard, as the ARIA pattern of a treegrid has it: rows are focused, one of them by Tab. */
(() => {
  "use strict";

  const { ui } = window.catalogFiles;
  const PAUSE = 700;

  const linksOf = (row) => row.querySelectorAll(".tree__links a");
  const tabIndex = (row, index) => {
    row.tabIndex = index;
    for (const link of linksOf(row)) link.tabIndex = index;
  };

  const levelOf = (row) => Number(row.getAttribute("aria-level"));
  const isExpanded = (row) => row.getAttribute("aria-expanded") === "true";

  const parentRow = (row) => {
    let at = row.previousElementSibling;
    while (at && levelOf(at) >= levelOf(row)) at = at.previousElementSibling;
    return at;
  };

  /** As many rows as can be seen at once, less one. */
  const step = (row) => Math.max(1, Math.floor(innerHeight / Math.max(24, row.offsetHeight)) - 3);

  const hasModifier = (event) => event.altKey || event.ctrlKey || event.metaKey;

  /** The one row that Tab reaches. */
  const makeFocus = (page) => {
    let active = null;

    const activate = (row) => {
      if (active && active !== row) tabIndex(active, -1);
      active = row;
      if (row) tabIndex(row, 0);
    };

    return {
      active: () => active,
      focus(row) {
        if (!row) return;
        activate(row);
        row.focus();
      },
      /** After rows came or went: one of them, and its links, is reached by Tab. */
      refresh() {
        const rows = page.view.rows();
        const chosen = page.chosen && page.view.rowOf(page.chosen);
        if (!active?.isConnected) activate(chosen ?? rows[0] ?? null);
        else tabIndex(active, 0);
      },
    };
  };

  /** Typing letters goes to the next row that begins so. */
  const makeJump = (page, focus) => {
    let typed = "";
    let timer = 0;
    return (row, letter) => {
      clearTimeout(timer);
      timer = setTimeout(() => (typed = ""), PAUSE);
      typed += letter.toLowerCase();
      const rows = page.view.rows();
      const wanted = [...new Set(typed)].length === 1 ? typed[0] : typed;
      const from = rows.indexOf(row) + (wanted.length === 1 ? 1 : 0);
      const ring = [...rows.slice(from), ...rows.slice(0, from)];
      focus(ring.find((one) => page.view.standsFor(one)?.node?.name.toLowerCase().startsWith(wanted)));
    };
  };

  /** What is done with a row by the keys that are no letters, and by a click. */
  const makeMoves = (page, focus) => {
    const moveBy = (row, count) => {
      const rows = page.view.rows();
      const at = rows.indexOf(row) + count;
      focus(rows[Math.max(0, Math.min(rows.length - 1, at))]);
    };

    const goRight = (row, { node }) => {
      if (!node?.isFolder || !row.hasAttribute("aria-expanded")) return;
      if (isExpanded(row)) {
        const next = row.nextElementSibling;
        if (next && levelOf(next) > levelOf(row)) focus(next);
      } else page.choose(node);
    };

    const goLeft = (row, { node }) => {
      if (node?.isFolder && isExpanded(row)) page.choose(node);
      else focus(parentRow(row));
    };

    const act = async (row, { node, more }, isEntering) => {
      if (!more) return page.choose(node, { isEntering });
      // The row of "more" gives way to the first of those that it shows.
      const before = row.previousElementSibling;
      await more();
      return focus(before ? before.nextElementSibling : page.view.rows()[0]);
    };

    const moves = {
      ArrowDown: (row) => moveBy(row, 1),
      ArrowUp: (row) => moveBy(row, -1),
      PageDown: (row) => moveBy(row, step(row)),
      PageUp: (row) => moveBy(row, -step(row)),
      Home: () => focus(page.view.rows()[0]),
      End: () => focus(page.view.rows().at(-1)),
      ArrowRight: goRight,
      ArrowLeft: goLeft,
      Enter: (row, what) => act(row, what, true),
      " ": (row, what) => act(row, what, false),
    };
    return { moves, act };
  };

  /**
   * @param {HTMLTableElement} table
   * @param {Object} page choose(node, options), view
   */
  ui.keys = (table, page) => {
    const { active, focus, refresh } = makeFocus(page);
    const { moves, act } = makeMoves(page, focus);
    const jump = makeJump(page, focus);

    table.addEventListener("keydown", (event) => {
      if (hasModifier(event) || event.isComposing) return;
      const row = event.target.closest("tbody > tr");
      // Within a row the keys of its links are theirs, except that Left leads back to it.
      if (!row || (event.target !== row && event.key !== "ArrowLeft" && event.key !== "ArrowRight")) return;
      if (event.target !== row) {
        const inside = [row, ...linksOf(row)];
        const next = inside[inside.indexOf(event.target) + (event.key === "ArrowRight" ? 1 : -1)];
        event.preventDefault();
        next?.focus();
      } else if (moves[event.key]) {
        event.preventDefault();
        moves[event.key](row, page.view.standsFor(row));
      } else if (event.key.length === 1) {
        event.preventDefault();
        jump(row, event.key);
      }
    });

    table.addEventListener("click", (event) => {
      const row = event.target.closest("tbody > tr");
      const link = event.target.closest("a");
      if (!row || !page.view.standsFor(row) || link?.closest(".tree__links")) return;
      if (event.button || hasModifier(event) || event.shiftKey) return;
      if (!link && getSelection().toString()) return;
      event.preventDefault();
      focus(row);
      act(row, page.view.standsFor(row), false);
    });
    return { refresh, focus, active };
  };
})();
