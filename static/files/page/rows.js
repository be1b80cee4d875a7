/* Rows of the tree and of what the filter found, and the rows that show more of them. */
(() => {
  "use strict";

  const { ui, parts } = window.catalogFiles;
  const { forms } = parts;
  const STATES = { embargoed: "embargoed", missing: "no data" };

  const set = (element, attributes) => {
    for (const [name, value] of Object.entries(attributes)) {
      if (value === null) element.removeAttribute(name);
      else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
    }
  };

  /** A row of each kind with its icons, to be copied: typing in the filter makes hundreds. */
  const patterns = new Map();
  const patternOf = (isFolder) => {
    if (!patterns.has(isFolder)) {
      const row = ui.copy("tree-row");
      row.classList.add(isFolder ? "tree__row--folder" : "tree__row--file");
      for (const icon of row.querySelectorAll(isFolder ? ".tree__file" : ".tree__twist, .tree__folder")) icon.remove();
      patterns.set(isFolder, row);
    }
    return patterns.get(isFolder);
  };

  const downloadLink = (name, href) => {
    const made = ui.copyOne("tree-row", "links");
    made.href = href;
    made.querySelector("span").textContent = `Download ${name}`;
    return made;
  };

  const linksOf = (node, offer) => {
    const links = offer.viewersOf(node.details).slice(0, 1).map((viewer) => ui.link(viewer.url, viewer.label));
    const { download } = offer.linksOf(node.details);
    return download ? [...links, downloadLink(node.name, download)] : links;
  };

  /** The cells of a row by the keys of their columns. */
  const cellsOf = (row) => Object.fromEntries([...row.cells].map((cell) => [cell.dataset.part, cell]));

  /** What opens and gets a file, as far as that is known. Tab reaches it where it reaches the row. */
  const showLinks = (row, node, offer) => {
    const links = node.details ? linksOf(node, offer) : (node.links ?? []);
    for (const link of links) link.tabIndex = row.tabIndex;
    cellsOf(row).links.replaceChildren(...links);
  };

  /**
   * @param {Object} node
   * @param {string} href of the link in its name
   * @param {?(string | [string, boolean])[]} path to show in place of the name, in pieces
   */
  const makeRow = (node, href, path, offer) => {
    const row = patternOf(node.isFolder).cloneNode(true);
    const cells = cellsOf(row);
    const [link, state] = cells.name.querySelector(".tree__text").children;
    link.href = href;
    link.replaceChildren(...(path ?? [node.name]));
    if (STATES[node.state]) {
      state.hidden = false;
      state.textContent = STATES[node.state];
    }
    for (const column of forms.columns) cells[column.key].textContent = forms.textOf(column, node);
    showLinks(row, node, offer);
    return row;
  };

  /** Where a row stands among its like; for those who hear the tree. */
  const place = (row, { level, at, total, isOpen }) =>
    set(row, { "aria-level": level, "aria-posinset": at + 1, "aria-setsize": total, "aria-expanded": isOpen ?? null });

  /** A row that shows more of a folder or of what was found. */
  const makeMore = () => ui.copy("tree-more");
  const nameMore = (row, text) => {
    const button = row.querySelector("button");
    if (button.textContent !== text) button.textContent = text;
  };
  const placeMore = (row, { level, text }) => {
    set(row, { "aria-level": level });
    nameMore(row, text);
  };

  /** A row that stands for what is not there yet. */
  const makeWaiting = (level) => {
    const row = makeMore();
    row.removeAttribute("tabindex");
    row.setAttribute("aria-level", level);
    row.querySelector("button").replaceWith(ui.element("span", "tree__waiting", ui.LOADING));
    return row;
  };

  /** Makes the rows of a table be these, in this order, and leaves alone those that are there. */
  const arrange = (body, rows) => {
    let next = body.firstElementChild;
    for (const row of rows) {
      if (row === next) next = next.nextElementSibling;
      else body.insertBefore(row, next);
    }
    while (next) {
      const gone = next;
      next = next.nextElementSibling;
      gone.remove();
    }
  };

  ui.rows = { downloadLink, makeRow, place, makeMore, nameMore, placeMore, makeWaiting, showLinks, arrange };
})();
