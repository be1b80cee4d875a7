/* What is known of the chosen file or folder, and every way to open or get it. */
(() => {
  "use strict";

  const { ui, parts } = window.catalogFiles;
  const { words } = parts;

  const WHY = {
    embargoed: () => "This file is under embargo: until that ends, nobody but its owners can open or download it.",
    missing: () => "The archive lists this file, but holds no bytes of it. So there is nothing to open or download.",
    key: (services) => `Files of ${services.archive} can be opened and downloaded only with a key of that archive.`,
    uncounted: () => "The archive has not counted this Zarr: it may be incomplete, or still empty.",
  };
  const isWide = matchMedia("(min-width: 64rem)");

  const fact = (label, value) => {
    const item = ui.copyOne("file-panel", "facts");
    const [term, told] = item.children;
    term.textContent = label;
    told.replaceChildren(...[value].flat());
    return item;
  };

  const code = (text) => ui.element("code", "", text);

  /** With a button that copies it. */
  const copied = (text, what) => {
    const shown = code(text);
    return [shown, " ", ui.copyButton(shown, what)];
  };

  const showFacts = (list, items) =>
    list.replaceChildren(...items.filter(([, value]) => value !== "").map(([label, value]) => fact(label, value)));

  const sizeWords = (bytes, node) => (words.size(bytes, node) ? words.exactSize(bytes) : "");

  const factsOf = (file) => [
    ["Size", sizeWords(file.size, file)],
    ["Type", [file.kind, file.type].filter(Boolean).join(", ")],
    ["Subject", (file.subjects ?? []).join(", ")],
    ["Session", file.session ?? ""],
    ["Added", words.day(file.added)],
    ["Written", words.day(file.changed ?? -1)],
    ...(file.sum ? [[file.sumKind || "Checksum", copied(file.sum, "the checksum")]] : []),
    ...(file.id ? [["Asset id", copied(file.id, "the asset id")]] : []),
  ];

  const opener = ({ url, label, does }) => {
    const item = ui.copyOne("file-panel", "openers");
    const [link, told] = item.children;
    link.href = url;
    link.firstChild.data = label;
    told.textContent = does;
    return item;
  };

  const snippet = ({ label, text }, isOpen) => {
    const item = ui.copyOne("file-panel", "snippets");
    const { summary, box, text: shown } = ui.partsOf(item);
    summary.textContent = label;
    shown.textContent = text;
    box.append(ui.copyButton(shown, `the code for ${label}`));
    item.open = isOpen;
    return item;
  };

  const showLink = (link, href) => {
    link.hidden = !href;
    if (href) link.href = href;
  };

  const showList = (section, list, items) => {
    section.hidden = !items.length;
    list.replaceChildren(...items);
  };

  const showObstacle = (at, offer, file) => {
    const why = offer.obstacle(file) || (offer.isUncounted(file) ? "uncounted" : "");
    at.obstacle.hidden = !why;
    at.obstacle.textContent = why ? WHY[why](offer.services) : "";
  };

  /** What a names piece says, shown before the details have come. */
  const showFile = (at, file, offer) => {
    showFacts(at.facts, factsOf(file));
    showObstacle(at, offer, file);
  };

  const showWays = (at, file, offer) => {
    const links = offer.linksOf(file);
    showLink(at.download, links.download);
    showLink(at.s3, links.s3);
    showLink(at.metadata, links.metadata);
    showList(at.viewers, at.openers, offer.viewersOf(file).map(opener));
    showList(at.code, at.snippets, offer.snippetsOf(file).map((one, n) => snippet(one, n === 0)));
  };

  const showFolder = (at, node, path, page) => {
    const { services, here } = page.offer;
    const facts = [["Files", words.number(node.files)]];
    const { size = -1, added = -1 } = node.values;
    if (size >= 0) facts.push(["Size", sizeWords(size, node)]);
    facts.push(["Newest file", words.day(added)]);
    showFacts(at.facts, facts);
    showLink(
      at.inside,
      path ? parts.state.href({ ...page.state, location: "", filter: parts.query.inFolder(path) }) : null,
    );
    const text = path
      ? parts.commands.folderCommand(services, here, path)
      : parts.templates.fill(services.commands.all, here);
    showList(at.code, at.snippets, text ? [snippet({ label: "DANDI client", text }, true)] : []);
    at.codeTitle.textContent = path ? "Download this folder" : "Download all files";
  };

  /** A copy of the panel's template for a node, and its parts; `close` is what its button does. */
  const makePanel = (tree, node, path, close) => {
    const panel = ui.copy("file-panel");
    const at = ui.partsOf(panel);
    at[node.isFolder ? "fileIcon" : "folderIcon"].remove();
    for (const part of [at.viewers, at.code, at.download, at.s3, at.metadata, at.inside]) part.hidden = true;
    at.kind.textContent = node.isFolder ? "Folder" : node.values.kind;
    at.name.textContent = node.name || "All files";
    at.in.hidden = !path;
    at.folder.textContent = tree.pathOf(node.parent ?? node) || "the top level";
    if (path) at.in.append(ui.copyButton(at.folder, "the path", () => path));
    at.close.hidden = node.isFolder;
    at.close.addEventListener("click", close);
    return [panel, at];
  };

  /** Loads what is known of a file and shows it, for as long as the panel is that file's. */
  const fillFile = async (page, node, [panel, at], isShown) => {
    const { tree, offer } = page;
    const showWait = (text) => {
      at.wait.textContent = text;
      at.wait.hidden = !text;
    };
    const timer = setTimeout(() => showWait(ui.LOADING), ui.SLOW);
    panel.setAttribute("aria-busy", "true");
    try {
      await page.busy(tree.fillFile(node));
      if (!isShown()) return;
      showFile(at, parts.forms.asFile(node), offer);
      const file = await page.busy(tree.details(node));
      node.details = file;
      if (!isShown()) return;
      clearTimeout(timer);
      showWait("");
      showFile(at, file, offer);
      showWays(at, file, offer);
    } catch (error) {
      // In the panel, which on a phone covers the rest.
      clearTimeout(timer);
      if (isShown()) page.fail(error, () => fillFile(page, node, [panel, at], isShown), { place: at.wait });
    } finally {
      clearTimeout(timer);
      panel.removeAttribute("aria-busy");
    }
  };

  /**
   * @param {HTMLElement} root an empty aside
   * @param {Object} page
   */
  ui.panel = (root, page) => {
    const { tree } = page;
    let shown = null;
    const isFile = () => Boolean(shown && !shown.isFolder);

    /** Leads back to the file's row, or where that is shown no more to the one that Tab reaches. */
    const close = () => {
      const row = page.view.rowOf(shown) ?? page.keys.active();
      page.change({ location: tree.pathOf(shown.parent ?? shown) });
      page.keys.focus(row);
    };

    /** @param {?Object} node null shows nothing */
    const show = (node) => {
      if (node === shown) return;
      shown = node;
      root.hidden = !node;
      root.classList.toggle("tree__panel--sheet", isFile());
      document.body.classList.toggle("has-file-sheet", isFile());
      if (!node) return;
      const path = tree.pathOf(node);
      const [panel, at] = makePanel(tree, node, path, close);
      if (node.isFolder) showFolder(at, node, path, page);
      else {
        showFacts(at.facts, factsOf(parts.forms.asFile(node)));
        fillFile(page, node, [panel, at], () => shown === node);
      }
      root.replaceChildren(panel);
      root.scrollTop = 0;
    };

    return {
      show,
      close,
      isFile,
      isSheet: () => !isWide.matches,
      focus: () => root.querySelector('[data-part="name"]')?.focus({ preventScroll: isWide.matches }),
    };
  };
})();
