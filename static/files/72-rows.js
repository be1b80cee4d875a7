/* Rows of the tree and of what the filter found, and the rows that show more of them. */
(() => {
  "use strict";

  const { ui, parts } = window.catalogFiles;
  const { words } = parts;
  const STATES = { embargoed: "embargoed", missing: "no data" };

  const set = (element, attributes) => {
    for (const [name, value] of Object.entries(attributes)) {
      if (value === null) element.removeAttribute(name);
      else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
    }
  };

  const showSizes = (node, cells) => {
    cells.kind.textContent = node.isFolder ? words.counted(node.files, "file") : node.kind;
    cells.size.textContent = node.size < 0 ? "" : words.filesize(node.size);
    cells.date.textContent = words.day(node.day);
  };

  /** What opens and gets a file, as far as that is known. */
  const showLinks = (row, node, offer) => {
    const cell = row.querySelector('[data-part="links"]');
    if (node.links) cell.replaceChildren(...node.links);
    if (!node.details) return;
    const links = offer.viewersOf(node.details).slice(0, 1).map((viewer) => ui.link(viewer.url, viewer.label));
    const { download } = offer.linksOf(node.details);
    if (download) {
      const made = ui.copy("tree-download");
      made.href = download;
      made.querySelector("span").textContent = `Download ${node.name}`;
      links.push(made);
    }
    cell.replaceChildren(...links);
  };

  /**
   * @param {Object} node
   * @param {string} href of the link in its name
   * @param {?(string | [string, boolean])[]} path to show in place of the name, in pieces
   */
  const makeRow = (node, href, path, offer) => {
    const row = ui.copy("tree-row");
    const cells = ui.partsOf(row);
    row.classList.add(node.isFolder ? "tree__row--folder" : "tree__row--file");
    for (const icon of row.querySelectorAll(node.isFolder ? ".tree__file" : ".tree__twist, .tree__folder")) icon.remove();
    cells.link.href = href;
    cells.link.replaceChildren(...(path ?? [node.name]));
    cells.state.hidden = !node.state;
    cells.state.textContent = STATES[node.state] ?? "";
    showSizes(node, cells);
    showLinks(row, node, offer);
    return row;
  };

  /** Where a row stands among its like; for those who hear the tree. */
  const place = (row, { level, at, total, isOpen }) =>
    set(row, { "aria-level": level, "aria-posinset": at + 1, "aria-setsize": total, "aria-expanded": isOpen ?? null });

  /** A row that shows more of a folder or of what was found. */
  const makeMore = () => ui.copy("tree-more");
  const placeMore = (row, { level, text }) => {
    set(row, { "aria-level": level });
    const button = row.querySelector("button");
    if (button.textContent !== text) button.textContent = text;
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

  ui.rows = { makeRow, place, makeMore, placeMore, showLinks, arrange };
})();
