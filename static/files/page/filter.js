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

  /** What is said of what was found. */
  const foundWords = ({ count, size }, total) => {
    if (!count) return "No file is like that";
    const many = count === total.files ? `All ${words.counted(count, "file")}` : words.counted(count, "file");
    return size ? `${many}, ${words.filesize(size)}` : many;
  };

  /** What of the filter was left out, so that nobody takes for found by it what is not. */
  const leftOut = (filter) =>
    query.unread(filter).map((word) => `“${word}” was left out: write size:>1GB or size:<500MB`);

  /** Finds files, once it has loaded all names; how far it is with that is told by `step`. */
  const makeFinder = (page, total, step) => {
    const { tree } = page;
    const loadingWords = `Loading the names of ${words.counted(total.files, "file")}`;
    let [index, loading, room] = [null, null, null];

    const load = () => {
      loading ??= parts.index(tree, total, (part) => {
        if (loading && page.state.filter) step(`${loadingWords}: ${Math.min(100, Math.round(100 * part))} %`);
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

    return {
      load,
      isReady: () => Boolean(index),

      /** Loads what is not there; the rows on the page are not what is asked for meanwhile. */
      async loadSlowly(isStillAsked) {
        const timer = setTimeout(() => {
          if (!isStillAsked()) return;
          step(loadingWords);
          page.view.cover(true);
        }, ui.SLOW);
        try {
          await page.busy(load(), true);
        } finally {
          clearTimeout(timer);
          page.view.cover(false);
        }
      },

      /** What the filter finds, as the view shows it. */
      answerOf(filter) {
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
      },
    };
  };

  /** Shows what the filter of the page's state finds; the tree where it has none. */
  const makeApply = (at, page, total, { finder, tell, selection }) => {
    let asked = 0;
    let answered = "";

    const showTree = (filter) => {
      tell(leftOut(filter).join(". "));
      at.hint.hidden = false;
      answered = "";
      page.view.cover(false);
      selection.show(null);
      return page.view.showFound(null);
    };

    const showAnswer = (filter) => {
      const wanted = `${filter} ${order.write(page.state.sort)}`;
      // Another file was chosen of the same: the rows stay, and with them what has the focus.
      if (wanted === answered) return page.view.draw();
      answered = wanted;
      const answer = finder.answerOf(filter);
      at.hint.hidden = answer.count > 0;
      tell([foundWords(answer, total), ...leftOut(filter)].join(". "));
      page.view.showFound(answer);
      return selection.show(answer);
    };

    const apply = async () => {
      const { filter } = page.state;
      asked += 1;
      const own = asked;
      at.clear.hidden = !filter;
      if (!query.parse(filter).length) return showTree(filter);
      try {
        if (!finder.isReady()) await finder.loadSlowly(() => own === asked);
      } catch (error) {
        tell("");
        return page.fail(error, apply, { so: ": what is shown is not filtered" });
      }
      return own === asked ? showAnswer(filter) : undefined;
    };
    return apply;
  };

  /** What the reader types into the box, and when that becomes the page's state. */
  const makeTyping = (at, page) => {
    let timer = 0;
    let isTyping = false;

    const stopWaiting = () => {
      clearTimeout(timer);
      timer = 0;
    };
    const put = (filter) => {
      stopWaiting();
      at.input.value = filter;
      at.input.focus();
      page.change({ filter });
    };
    const clear = () => {
      isTyping = false;
      put("");
    };

    at.input.addEventListener("input", () => {
      stopWaiting();
      at.clear.hidden = !at.input.value;
      timer = setTimeout(() => {
        timer = 0;
        // A run of typing is one step for Back.
        page.change({ filter: at.input.value.trim() }, !isTyping);
        isTyping = true;
      }, PAUSE);
    });
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
    return { put, clear, isWaiting: () => Boolean(timer) };
  };

  /**
   * @param {HTMLElement} root a copy of the template
   * @param {Object} page
   * @param {{folders: number, files: number}} total
   */
  ui.filter = (root, page, total) => {
    const at = ui.partsOf(root);
    const { step, tell } = ui.teller(at.count);
    const finder = makeFinder(page, total, step);
    const typing = makeTyping(at, page);
    const apply = makeApply(at, page, total, { finder, tell, selection: ui.selection(at.selection, page) });

    at.input.placeholder = `Filter ${words.counted(total.files, "file")}`;
    at.input.addEventListener("focus", () => finder.load().catch(() => {}), { once: true });
    root.addEventListener("submit", (event) => event.preventDefault());
    for (const example of root.querySelectorAll("[data-example]")) {
      example.addEventListener("click", () => typing.put(example.textContent));
    }
    return {
      apply() {
        const { filter } = page.state;
        // What is typed just now becomes the state soon, and is not to be lost to one that comes meanwhile.
        if (!typing.isWaiting() && at.input.value.trim() !== filter.trim()) at.input.value = filter;
        return apply();
      },
      clear: typing.clear,
    };
  };
})();
