/* Makes the page's table a tree. Its state is the address's hash; nothing is loaded before a folder is opened. */
(() => {
  "use strict";

  const { ui, parts, loader, LoadError, StaleData } = window.catalogFiles;
  const { words, state: states, sort: order } = parts;

  /** Milliseconds after which those who don't see it are told that something is being loaded. */
  const TOLD = 900;
  const TEMPLATES = ["file-filter", "file-panel", "tree-row", "tree-more"];

  /** What a row of the page says of a folder or file at the top. */
  const readRow = (row) => {
    const isFolder = row.dataset.folder !== undefined;
    const [name, kind, size, date, links] = row.cells;
    const download = isFolder ? null : name.querySelector("a");
    return {
      isFolder,
      number: Number(isFolder ? row.dataset.folder : row.dataset.file),
      name: isFolder ? name.textContent.replace(/\/$/, "") : name.textContent,
      kind: kind.textContent,
      files: Number(kind.textContent.replace(/\D/g, "")),
      size: size.textContent ? Number(size.dataset.value) : -1,
      day: words.dayNumber(date.textContent),
      state: row.dataset.state ?? "",
      links: isFolder
        ? null
        : [...links.children, ...(download ? [ui.rows.downloadLink(name.textContent, download.href)] : [])],
    };
  };

  /** The table of the page in place of which the tree stands: it scrolls no more, as rows fit. */
  const preparedTable = (root) => {
    const table = root.querySelector(".tree__table");
    const box = table.closest(".table-box");
    box.className = "tree__list";
    for (const name of ["tabindex", "role", "aria-labelledby"]) box.removeAttribute(name);
    table.setAttribute("role", "treegrid");
    table.caption.textContent = "Folders and files, with kind, size and date of the last change";
    for (const part of [table.tHead, ...table.tBodies]) part.setAttribute("role", "rowgroup");
    table.tHead.rows[0].setAttribute("role", "row");
    return table;
  };

  const makeHeaders = (table, page) => {
    const headers = [...table.tHead.rows[0].cells];
    headers.forEach((header, at) => {
      header.setAttribute("role", "columnheader");
      const column = order.COLUMNS[at];
      if (!column) return;
      const button = ui.element("button", "sort", ...header.childNodes);
      button.type = "button";
      button.addEventListener("click", () => page.change({ sort: order.pressed(page.state.sort, column) }));
      header.append(button);
    });
    return ({ column, isDescending }) => {
      headers.forEach((header, at) => {
        if (order.COLUMNS[at] === column) header.setAttribute("aria-sort", isDescending ? "descending" : "ascending");
        else header.removeAttribute("aria-sort");
      });
    };
  };

  const absentWords = (path) => {
    const what = path.endsWith("/") ? "folder" : "file";
    return `There is no ${what} ${path} in this version. What comes nearest is shown.`;
  };

  /** The folders above the chosen file or folder, each a link. */
  const showCrumbs = (root, page, node) => {
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

  const start = (root) => {
    const { dataset } = root;
    const services = window.catalogServices;
    const base = dataset.firstScript.replace(/[^/]*$/, "") || "./";
    const load = loader({ base, packed: dataset.packed, version: dataset.version });
    const tree = parts.tree(load, {
      pieceFiles: Number(dataset.pieceFiles),
      pieceFolders: Number(dataset.pieceFolders),
    });
    const total = { folders: Number(dataset.folders), files: Number(dataset.files) };
    const seeds = [...root.querySelector(".tree__table").tBodies[0].rows].map(readRow);
    const held = seeds.reduce((sum, node) => sum + (node.isFolder ? node.files : 1), 0);
    // Of a long top level the page shows but the beginning, and the pieces are asked at once.
    if (held === total.files) tree.seed(seeds, total.files);

    const table = preparedTable(root);
    const notice = ui.element("p", "tree__notice notice");
    notice.hidden = true;
    // Always there: what a region says that has only just come is not heard.
    const [told, heard] = [ui.element("div", "tree__told", notice), ui.element("p", "visually-hidden")];
    for (const region of [told, heard]) region.setAttribute("role", "status");
    const crumbs = ui.element("nav", "tree__crumbs breadcrumbs");
    crumbs.setAttribute("aria-label", "Folders");
    const aside = ui.element("aside", "tree__panel");
    aside.setAttribute("aria-label", "Chosen file or folder");
    const columns = ui.element("div", "tree__columns");
    const main = ui.element("div", "tree__main");
    const filterForm = ui.copy("file-filter");
    let pending = 0;
    let timer = 0;
    let turn = 0;

    const page = {
      tree,
      offer: parts.services(services, { identifier: dataset.identifier, version: dataset.dandisetVersion }),
      state: states.read(""),
      chosen: null,
      hrefOf: (node) => states.href({ ...page.state, location: tree.pathOf(node) }),

      /** Tells that something is being loaded, for as long as it is; `isTold` if it is told already. */
      async busy(promise, isTold = false) {
        pending += 1;
        table.setAttribute("aria-busy", "true");
        if (!isTold) timer ||= setTimeout(() => (heard.textContent = ui.LOADING), TOLD);
        try {
          return await promise;
        } finally {
          pending -= 1;
          if (!pending) {
            clearTimeout(timer);
            timer = 0;
            heard.textContent = "";
            table.removeAttribute("aria-busy");
          }
        }
      },

      /** What could not be loaded and what that means, and how to go on; told above the tree, or in a place of its own. */
      fail(error, again, { so = "", place = notice } = {}) {
        const isStale = error instanceof StaleData;
        const button = ui.element("button", "link-button", isStale ? "Load the page again" : "Try again");
        button.type = "button";
        button.addEventListener("click", () => {
          tellIn(place);
          if (isStale) location.reload();
          else again();
        });
        tellIn(place, `${error.message}${so}. `, button);
        if (place !== notice) heard.textContent = `${error.message}.`;
        if (!isStale && !(error instanceof LoadError)) throw error;
      },

      /** Another state, by the reader's hand; `isNew` makes it a step that Back undoes. */
      change(part, isNew = true) {
        page.state = { ...page.state, ...part };
        const kept = { open: page.view.openNumbers() };
        states.put(page.state, kept, isNew);
        return apply();
      },

      /** A folder or file was pressed. */
      async choose(node, { isEntering = false } = {}) {
        const path = tree.pathOf(node);
        if (node.isFolder && page.view.isOpen(node)) {
          page.view.closeFolder(node);
          const isInside = page.state.location.startsWith(path);
          await page.change(isInside ? { location: tree.pathOf(node.parent) } : {}, isInside);
          return;
        }
        const row = page.view.rowOf(node);
        row?.setAttribute("aria-busy", "true");
        await page.change({ location: path });
        row?.removeAttribute("aria-busy");
        if (!node.isFolder && (isEntering || page.panel.isSheet())) page.panel.focus();
      },
    };

    const tellIn = (place, ...nodes) => {
      place.replaceChildren(...nodes);
      place.hidden = !nodes.length;
    };
    const tell = (...nodes) => tellIn(notice, ...nodes);

    const show = (node) => {
      page.chosen = node.level ? node : null;
      showCrumbs(crumbs, page, node);
      page.panel.show(node);
      page.view.mark();
    };

    let lastSort = "";
    /** Brings the page to its state; of two that overlap the later one counts. */
    const apply = async () => {
      turn += 1;
      const own = turn;
      const { location: path, sort } = page.state;
      try {
        showSort(sort);
        if (lastSort !== order.write(sort) && lastSort) await page.view.reorder();
        lastSort = order.write(sort);
        const { node, isFound } = path ? await page.busy(tree.find(path)) : { node: tree.top, isFound: true };
        if (own !== turn) return;
        if (isFound) tell();
        else tell(absentWords(path));
        await page.view.reveal(node);
        if (own !== turn) return;
        show(node);
        await filter.apply();
        if (own === turn) states.put(page.state, { open: page.view.openNumbers() }, false);
      } catch (error) {
        if (own === turn) page.fail(error, apply);
      }
    };

    const readAddress = async (event) => {
      page.state = states.readAddress(location);
      // The page's own anchors of folders lead to the list that the tree stands for.
      const top = /^#folder-(\d+)$/.exec(location.hash)?.[1];
      const named = top && seeds.find((node) => node.isFolder && node.number === Number(top));
      if (named) page.state.location = `${named.name}/`;
      const kept = event?.state ?? history.state;
      if (kept?.open) page.view.keepOpen(kept.open);
      states.put(page.state, kept ?? { open: page.view.openNumbers() }, false);
      await apply();
      if (page.chosen) page.view.rowOf(page.chosen)?.scrollIntoView({ block: "nearest" });
    };

    page.view = ui.view(table, page);
    page.keys = ui.keys(table, page);
    page.panel = ui.panel(aside, page);
    const showSort = makeHeaders(table, page);
    const filter = ui.filter(filterForm, page, total);

    main.append(crumbs, table.parentElement);
    columns.append(main, aside);
    root.replaceChildren(filterForm, told, heard, columns);
    root.classList.add("tree--live");
    for (const list of document.querySelectorAll(".file-list")) list.hidden = true;

    root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      if (page.panel.isFile()) {
        event.preventDefault();
        page.panel.close();
      } else if (page.state.filter) filter.clear();
    });
    window.addEventListener("popstate", readAddress);
    // For whoever looks into it, as tests do.
    window.catalogFiles.page = page;
    return readAddress();
  };

  window.catalogModule("file-tree", (root) => {
    const absent = TEMPLATES.filter((id) => !document.getElementById(id));
    if (absent.length) throw new Error(`The page has no template ${absent.join(", ")}`);
    start(root);
  });
})();
