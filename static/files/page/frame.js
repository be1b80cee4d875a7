/* What stands around the tree in place of the page's table: the filter, what is told, the folders above, the panel. */
(() => {
  "use strict";

  const { ui, parts } = window.catalogFiles;
  const { state: states, sort: order } = parts;

  /** The table of the page in place of which the tree stands: it scrolls no more, as rows fit. */
  const preparedTable = (root) => {
    const table = root.querySelector(".tree__table");
    const box = table.closest(".table-box");
    box.className = "tree__list";
    for (const name of ["tabindex", "role", "aria-labelledby"]) box.removeAttribute(name);
    table.setAttribute("role", "treegrid");
    table.caption.querySelector("[data-part=where]").remove();
    for (const part of [table.tHead, ...table.tBodies]) part.setAttribute("role", "rowgroup");
    table.tHead.rows[0].setAttribute("role", "row");
    return table;
  };

  const labeled = (name, className, label) => {
    const made = ui.element(name, className);
    made.setAttribute("aria-label", label);
    return made;
  };

  /** The parts that the tree stands in; `put` lets them take the place of what the page has. */
  ui.frame = (root) => {
    const table = preparedTable(root);
    const notice = ui.element("p", "tree__notice notice");
    notice.hidden = true;
    // Always there: what a region says that has only just come is not heard.
    const [told, heard] = [ui.element("div", "tree__told", notice), ui.element("p", "visually-hidden")];
    for (const region of [told, heard]) region.setAttribute("role", "status");
    const crumbs = labeled("nav", "tree__crumbs breadcrumbs", "Folders");
    const aside = labeled("aside", "tree__panel", "Chosen file or folder");
    const filterForm = ui.copy("file-filter");
    return {
      table,
      notice,
      heard,
      crumbs,
      aside,
      filterForm,
      put() {
        const main = ui.element("div", "tree__main", crumbs, table.parentElement);
        root.replaceChildren(filterForm, told, heard, ui.element("div", "tree__columns", main, aside));
        root.classList.add("tree--live");
        for (const list of document.querySelectorAll(".file-list")) list.hidden = true;
      },
    };
  };

  /** Makes buttons of the table's headers. @returns {(sort: Object) => void} shows by which it is sorted */
  ui.headers = (table, page) => {
    const headers = [...table.tHead.rows[0].cells];
    for (const header of headers) {
      const { column } = header.dataset;
      header.setAttribute("role", "columnheader");
      if (!order.isOrder(column)) continue;
      const button = ui.element("button", "sort", ...header.childNodes);
      button.type = "button";
      button.addEventListener("click", () => page.change({ sort: order.pressed(page.state.sort, column) }));
      header.append(button);
    }
    return ({ column, isDescending }) => {
      for (const header of headers) {
        if (header.dataset.column === column) {
          header.setAttribute("aria-sort", isDescending ? "descending" : "ascending");
        } else header.removeAttribute("aria-sort");
      }
    };
  };

  /** The folders above the chosen file or folder, each a link. */
  ui.showCrumbs = (root, page, node) => {
    const way = [];
    for (let at = node; at; at = at.parent) way.unshift(at);
    const items = way.map((one) => {
      const name = one.level ? one.name : "All files";
      const isHere = one === node && !page.state.filter;
      const shown = isHere
        ? ui.element("span", "", name)
        : ui.link(states.href({ ...page.state, filter: "", location: page.tree.pathOf(one) }), name);
      if (isHere) shown.setAttribute("aria-current", "location");
      return ui.element("li", "", shown);
    });
    root.replaceChildren(ui.element("ol", "", ...items));
  };
})();
