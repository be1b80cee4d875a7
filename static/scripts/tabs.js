/* Sections with a list of links to them, as tabs. The choice is kept for the other pages that have the same ones. */
(() => {
  "use strict";

  const KEPT = "catalog-tab";

  /** Storage may be forbidden, and is missing in some browsers for pages from a disk. */
  const recall = () => {
    try {
      return localStorage.getItem(KEPT);
    } catch {
      return null;
    }
  };

  const keep = (id) => {
    try {
      localStorage.setItem(KEPT, id);
    } catch {
      // The choice then holds for this page alone.
    }
  };

  /** How far a key leads from the current tab of so many; undefined for keys that don't concern tabs. */
  const goal = (key, index, count) =>
    ({
      ArrowRight: (index + 1) % count,
      ArrowLeft: (index + count - 1) % count,
      Home: 0,
      End: count - 1,
    })[key];

  window.catalogModule("tabs", (root) => {
    const list = root.querySelector(".tabs__list");
    const tabs = [...list.querySelectorAll("a")];
    const ids = tabs.map((tab) => tab.hash.slice(1));
    const panels = ids.map((id) => document.getElementById(id));

    const select = (chosen) => {
      tabs.forEach((tab, index) => {
        const isChosen = index === chosen;
        tab.setAttribute("aria-selected", String(isChosen));
        tab.tabIndex = isChosen ? 0 : -1;
        panels[index].classList.toggle("tabs__panel--hidden", !isChosen);
      });
    };

    const choose = (index) => {
      select(index);
      keep(ids[index]);
    };

    /** The tab that holds what the address names, or -1. */
    const named = () => {
      const target = document.getElementById(window.location.hash.slice(1));
      return target ? panels.findIndex((panel) => panel.contains(target)) : -1;
    };

    list.setAttribute("role", "tablist");
    list.setAttribute("aria-label", list.dataset.label);
    tabs.forEach((tab, index) => {
      tab.id = `${ids[index]}-tab`;
      tab.parentElement.setAttribute("role", "presentation");
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-controls", ids[index]);
      panels[index].setAttribute("role", "tabpanel");
      panels[index].setAttribute("aria-labelledby", tab.id);
      tab.addEventListener("click", (event) => {
        event.preventDefault();
        choose(index);
      });
      tab.addEventListener("keydown", (event) => {
        const next = event.altKey || event.ctrlKey || event.metaKey ? undefined : goal(event.key, index, tabs.length);
        if (next !== undefined) {
          event.preventDefault();
          choose(next);
          tabs[next].focus();
        }
      });
    });
    window.addEventListener("hashchange", () => {
      if (named() >= 0) {
        select(named());
      }
    });
    select(Math.max(0, named() >= 0 ? named() : ids.indexOf(recall())));
    root.classList.add("tabs--ready");
  });
})();
