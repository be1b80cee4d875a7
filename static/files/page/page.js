/* Makes the page's table a tree. Its state is the address's hash; nothing is loaded before a folder is opened. */
(() => {
  "use strict";

  const { ui, parts, loader } = window.catalogFiles;
  const { forms, state: states, sort: order } = parts;
  /** The column that counts the files of a folder. */
  const COUNTED = forms.columns.find((column) => column.folders === "files");
  const TEMPLATES = ["file-filter", "file-panel", "tree-row", "tree-more"];

  /** What a row of the page says of a folder or file at the top. */
  const readRow = (row, keys) => {
    const isFolder = row.dataset.folder !== undefined;
    const cells = Object.fromEntries(keys.map((key, at) => [key, row.cells[at]]));
    const { name, links } = cells;
    const values = forms.readCells(cells, isFolder);
    const download = isFolder ? null : name.querySelector("a");
    return {
      isFolder,
      number: Number(isFolder ? row.dataset.folder : row.dataset.file),
      name: isFolder ? name.textContent.replace(/\/$/, "") : name.textContent,
      values,
      files: isFolder ? values[COUNTED.key] : 0,
      state: row.dataset.state ?? "",
      links: isFolder
        ? null
        : [...links.children, ...(download ? [ui.rows.downloadLink(name.textContent, download.href)] : [])],
    };
  };

  /** The tree of the page's version, and what the page says of its top level. */
  const readTree = (root) => {
    const { dataset } = root;
    const base = dataset.firstScript.replace(/[^/]*$/, "") || "./";
    const load = loader({ base, packed: dataset.packed, version: dataset.version });
    const tree = parts.tree(load, {
      pieceFiles: Number(dataset.pieceFiles),
      pieceFolders: Number(dataset.pieceFolders),
    });
    const total = { folders: Number(dataset.folders), files: Number(dataset.files) };
    const { tHead, tBodies } = root.querySelector(".tree__table");
    const keys = [...tHead.rows[0].cells].map((head) => head.dataset.column);
    const seeds = [...tBodies[0].rows].map((row) => readRow(row, keys));
    const held = seeds.reduce((sum, node) => sum + (node.isFolder ? node.files : 1), 0);
    // Of a long top level the page shows but the beginning, and the pieces are asked at once.
    if (held === total.files) tree.seed(seeds, total.files);
    return { tree, total, seeds };
  };

  const absentWords = (path) => {
    const what = path.endsWith("/") ? "folder" : "file";
    return `There is no ${what} ${path} in this version. What comes nearest is shown.`;
  };

  /** Brings the page to its state; of two that overlap the later one counts. */
  const makeApply = (page, { frame, tell, filter }) => {
    const showSort = ui.headers(frame.table, page);
    let turn = 0;
    let lastSort = "";

    const show = (node) => {
      page.chosen = node.level ? node : null;
      ui.showCrumbs(frame.crumbs, page, node);
      page.panel.show(node);
      page.view.mark();
    };

    const apply = async () => {
      turn += 1;
      const own = turn;
      const { location: path, sort } = page.state;
      try {
        showSort(sort);
        if (lastSort !== order.write(sort) && lastSort) await page.view.reorder();
        lastSort = order.write(sort);
        const { node, isFound } = path ? await page.busy(page.tree.find(path)) : { node: page.tree.top, isFound: true };
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
    return apply;
  };

  /** Brings the page to what the address says. */
  const makeReadAddress = (page, seeds) => async (event) => {
    page.state = states.readAddress(location);
    // The page's own anchors of folders lead to the list that the tree stands for.
    const top = /^#folder-(\d+)$/.exec(location.hash)?.[1];
    const named = top && seeds.find((node) => node.isFolder && node.number === Number(top));
    if (named) page.state.location = `${named.name}/`;
    const kept = event?.state ?? history.state;
    if (kept?.open) page.view.keepOpen(kept.open);
    states.put(page.state, kept ?? { open: page.view.openNumbers() }, false);
    await page.apply();
    if (page.chosen) page.view.rowOf(page.chosen)?.scrollIntoView({ block: "nearest" });
  };

  /** What its parts know of the page, and how they change it. */
  const makePage = (root, tree, { busy, fail }) => {
    const { identifier, dandisetVersion: version } = root.dataset;
    const page = {
      tree,
      offer: parts.services(window.catalogServices, { identifier, version }),
      state: states.read(""),
      chosen: null,
      hrefOf: (node) => states.href({ ...page.state, location: tree.pathOf(node) }),
      busy,
      fail,

      /** Another state, by the reader's hand; `isNew` makes it a step that Back undoes. */
      change(part, isNew = true) {
        page.state = { ...page.state, ...part };
        const kept = { open: page.view.openNumbers() };
        states.put(page.state, kept, isNew);
        return page.apply();
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
    return page;
  };

  const start = (root) => {
    const { tree, total, seeds } = readTree(root);
    const frame = ui.frame(root);
    const notices = ui.notices(frame);
    const page = makePage(root, tree, notices);
    page.view = ui.view(frame.table, page);
    page.keys = ui.keys(frame.table, page);
    page.panel = ui.panel(frame.aside, page);
    const filter = ui.filter(frame.filterForm, page, total);
    page.apply = makeApply(page, { frame, tell: notices.tell, filter });
    frame.put();

    root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      if (page.panel.isFile()) {
        event.preventDefault();
        page.panel.close();
      } else if (page.state.filter) filter.clear();
    });
    const readAddress = makeReadAddress(page, seeds);
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
