/* The box that finds files by their paths and what they are, in the whole version. */
(() => {
  "use strict";

  const { ui, parts } = window.catalogFiles;
  const { words, query, sort: order } = parts;
  const PAUSE = 80;

  /** A found file's path: its folder, then its name, with the words that were found. */
  const pathNodes = (path, asked) => {
    const start = path.lastIndexOf("/") + 1;
    const [folder, name] = [ui.element("span", "tree__path"), ui.element("span", "tree__found")];
    let at = 0;
    for (const [text, isMarked] of query.marks(asked, path)) {
      const cut = Math.max(0, Math.min(text.length, start - at));
      folder.append(...ui.marked([[text.slice(0, cut), isMarked]].filter(([part]) => part)));
      name.append(...ui.marked([[text.slice(cut), isMarked]].filter(([part]) => part)));
      at += text.length;
    }
    return [folder, name];
  };

  /**
   * @param {HTMLElement} root a copy of the template
   * @param {Object} page
   * @param {{folders: number, files: number}} total
   */
  ui.filter = (root, page, total) => {
    const at = ui.partsOf(root);
    const { tree } = page;
    const selection = ui.selection(at.selection, page);
    const { step, tell } = ui.teller(at.count);
    let [index, loading, timer, asked, isTyping] = [null, null, 0, 0, false];
    let room = null;
    let answered = "";

    const load = () => {
      loading ??= parts.index(tree, total, (part) => {
        if (loading && page.state.filter) {
          step(
            `Loading the names of ${words.counted(total.files, "file")}: ${Math.min(100, Math.round(100 * part))} %`,
          );
        }
      });
      loading.then(
        (made) => {
          index = made;
          room ??= new Int32Array(made.count);
        },
        () => (loading = null),
      );
      return loading;
    };

    /** Loads what is not there; the rows on the page are not what is asked for meanwhile. */
    const loadSlowly = async (own) => {
      const timer = setTimeout(() => {
        if (own !== asked) return;
        step(`Loading the names of ${words.counted(total.files, "file")}`);
        page.view.cover(true);
      }, ui.SLOW);
      try {
        await page.busy(load(), true);
      } finally {
        clearTimeout(timer);
        page.view.cover(false);
      }
    };

    /** What the filter finds, as the view shows it. */
    const answerOf = (filter) => {
      const asked = query.parse(filter);
      const { count, size } = query.run(index, asked, room);
      const found = order.sortFound(room.subarray(0, count), index, page.state.sort);
      return {
        count,
        size,
        words: asked,
        nodeAt: (n) => index.nodeAt(found[n]),
        pathOf: (node) => pathNodes(tree.pathOf(node), asked),
      };
    };

    const say = ({ count, size }) => {
      if (!count) return "No file is like that";
      const many = count === total.files ? `All ${words.counted(count, "file")}` : words.counted(count, "file");
      return size ? `${many}, ${words.filesize(size)}` : many;
    };

    /** What of the filter was left out, so that nobody takes for found by it what is not. */
    const leftOut = (filter) =>
      query.unread(filter).map((word) => `“${word}” was left out: write size:>1GB or size:<500MB`);

    /** Shows what the filter of the page's state finds; the tree where it has none. */
    const apply = async () => {
      const { filter } = page.state;
      asked += 1;
      const own = asked;
      // What is typed just now becomes the state soon, and is not to be lost to one that comes meanwhile.
      if (!timer && at.input.value.trim() !== filter.trim()) at.input.value = filter;
      at.clear.hidden = !filter;
      if (!query.parse(filter).length) {
        tell(leftOut(filter).join(". "));
        at.hint.hidden = false;
        answered = "";
        page.view.cover(false);
        selection.show(null);
        return page.view.showFound(null);
      }
      try {
        if (!index) await loadSlowly(own);
      } catch (error) {
        tell("");
        return page.fail(error, apply, { so: ": what is shown is not filtered" });
      }
      if (own !== asked) return undefined;
      const wanted = `${filter} ${order.write(page.state.sort)}`;
      // Another file was chosen of the same: the rows stay, and with them what has the focus.
      if (wanted === answered) return page.view.draw();
      answered = wanted;
      const answer = answerOf(filter);
      at.hint.hidden = answer.count > 0;
      tell([say(answer), ...leftOut(filter)].join(". "));
      page.view.showFound(answer);
      return selection.show(answer);
    };

    const stopWaiting = () => {
      clearTimeout(timer);
      timer = 0;
    };

    const type = () => {
      stopWaiting();
      at.clear.hidden = !at.input.value;
      timer = setTimeout(() => {
        timer = 0;
        // A run of typing is one step for Back.
        page.change({ filter: at.input.value.trim() }, !isTyping);
        isTyping = true;
      }, PAUSE);
    };

    const clear = () => {
      stopWaiting();
      at.input.value = "";
      isTyping = false;
      page.change({ filter: "" });
      at.input.focus();
    };

    at.input.placeholder = `Filter ${words.counted(total.files, "file")}`;
    at.input.addEventListener("focus", () => load().catch(() => {}), { once: true });
    at.input.addEventListener("input", type);
    at.input.addEventListener("blur", () => (isTyping = false));
    at.input.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && at.input.value) {
        event.preventDefault();
        clear();
      } else if (event.key === "ArrowDown" || event.key === "Enter") {
        event.preventDefault();
        page.keys.focus(page.view.rows()[0]);
      }
    });
    at.clear.addEventListener("click", clear);
    root.addEventListener("submit", (event) => event.preventDefault());
    for (const example of root.querySelectorAll("[data-example]")) {
      example.addEventListener("click", () => {
        stopWaiting();
        at.input.value = example.textContent;
        at.input.focus();
        page.change({ filter: example.textContent });
      });
    }
    return { apply, clear };
  };
})();
