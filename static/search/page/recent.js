/* The reader's last searches, below the empty box. They are kept in this browser and go nowhere else. */
(() => {
  "use strict";

  const { ui } = window.catalogSearch;
  const MOST = 5;
  const SHORTEST = 2;
  const LONGEST = 100;
  /** Catalogs at one host, or on one disk, have lists of their own. */
  const KEY = `catalog searches ${location.pathname.replace(/index\.html$/, "")}`;

  /** Browsers may forbid to keep anything, and other programs may have written there. */
  const read = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY));
      return Array.isArray(kept)
        ? kept.filter((one) => typeof one === "string" && one.length <= LONGEST).slice(0, MOST)
        : [];
    } catch {
      return [];
    }
  };

  const keep = (searches) => {
    try {
      if (searches.length) localStorage.setItem(KEY, JSON.stringify(searches));
      else localStorage.removeItem(KEY);
    } catch {
      // Then nothing is kept.
    }
  };

  /**
   * @param {HTMLElement} root
   * @param {{input: HTMLInputElement, state: Object}} page
   */
  ui.recent = (root, page) => {
    const list = root.querySelector("ul");
    const form = page.input.form;
    /** What was kept while the same words grew, as of "hippo" on the way to "hippocampus". */
    let growing = "";
    let isClosed = false;

    /** Shows the list while the box is empty and the focus near it. */
    const refresh = () => {
      const mayCome = !page.input.value && !ui.state.isActive(page.state) && !isClosed;
      const searches = mayCome ? read() : [];
      const isWanted = searches.length > 0;
      if (!isWanted && root.contains(document.activeElement)) page.input.focus();
      root.hidden = !isWanted || !form.contains(document.activeElement);
      if (root.hidden) return;
      list.replaceChildren(
        ...searches.map((text) =>
          ui.element("li", "", ui.link(`#${ui.state.write({ ...ui.state.empty(), q: text })}`, text))
        ),
      );
    };

    form.addEventListener("focusin", (event) => {
      if (!root.contains(event.target)) refresh();
    });
    form.addEventListener("focusout", (event) => {
      if (form.contains(event.relatedTarget)) return;
      isClosed = false;
      root.hidden = true;
    });
    // Safari gives no focus to what is clicked: the box keeps it, and the list stays until the click has come.
    root.addEventListener("mousedown", (event) => event.preventDefault());
    root.querySelector("button").addEventListener("click", () => {
      keep([]);
      refresh();
    });

    return {
      refresh,
      /** @returns {HTMLElement[]} the searches, while they are shown */
      links: () => (root.hidden ? [] : [...list.querySelectorAll("a")]),
      /** A search was made: it stands first from now on. */
      add(words) {
        const text = words.trim().replace(/\s+/g, " ");
        if (text.length < SHORTEST || text.length > LONGEST) return;
        const isSame = (one) =>
          one.toLowerCase() === text.toLowerCase() || (one === growing && text.startsWith(growing));
        keep([text, ...read().filter((one) => !isSame(one))].slice(0, MOST));
        growing = text;
      },
      /** @returns {boolean} whether the list was open */
      close() {
        if (root.hidden) return false;
        isClosed = true;
        refresh();
        return true;
      },
    };
  };
})();
