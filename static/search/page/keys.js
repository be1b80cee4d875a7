/* The search by keyboard: / to the box, arrows through the hits, Escape clears. */
(() => {
  "use strict";

  const { ui } = window.catalogSearch;

  const isTyping = (target) => target.closest?.("input, select, textarea, [contenteditable]") !== null;

  /** @param {{input: HTMLInputElement, root: HTMLElement, links: () => HTMLElement[], clear: () => boolean}} page */
  ui.keys = (page) => {
    /** From the box to the first hit or recent search, from one to the next, and back to the box. */
    const move = (event, step) => {
      const links = page.links();
      const at = event.target === page.input ? -1 : links.indexOf(event.target);
      if (at < 0 && event.target !== page.input) return;
      const next = at + step;
      if (next >= links.length || (at < 0 && step < 0)) return;
      event.preventDefault();
      (next < 0 ? page.input : links[next]).focus();
    };

    document.addEventListener("keydown", (event) => {
      if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "/" && !isTyping(event.target)) {
        event.preventDefault();
        page.input.focus();
        page.input.select();
      } else if (event.key === "ArrowDown") {
        move(event, 1);
      } else if (event.key === "ArrowUp") {
        move(event, -1);
      } else if (
        event.key === "Escape" &&
        (event.target === page.input || !isTyping(event.target) || page.root.contains(event.target))
      ) {
        if (page.clear()) event.preventDefault();
      }
    });
  };
})();
