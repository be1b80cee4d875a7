/* Nodes from the page's templates, and a button that copies. */
(() => {
  "use strict";

  const { element, link, marked } = window.catalogNodes;

  /** What a template holds, to be copied; of one with a row of a table that row. */
  const pattern = (id) => {
    const first = document.getElementById(id).content.firstElementChild;
    return first.querySelector("tbody > tr") ?? first;
  };
  const copy = (id) => pattern(id).cloneNode(true);

  /** A copy of the first of the things that a part of a template stands for. */
  const copyOne = (id, part) => pattern(id).querySelector(`[data-part="${part}"]`).firstElementChild.cloneNode(true);

  /** The parts of a copied template by the names that it gives them. */
  const partsOf = (root) =>
    Object.fromEntries([...root.querySelectorAll("[data-part]")].map((part) => [part.dataset.part, part]));

  /** Copies by the clipboard, or where that is not allowed (file://, http) by selecting the text. */
  const copyText = async (text, source) => {
    try {
      await navigator.clipboard.writeText(text);
      return "Copied";
    } catch {
      source.textContent = text;
      getSelection().selectAllChildren(source);
      return "Selected";
    }
  };

  /** A button that copies what an element shows, or a text that it stands for; `what` tells it from the others for those who don't see them. */
  const copyButton = (source, what, text = () => source.textContent.trim()) => {
    const button = element("button", "copy", "Copy", element("span", "visually-hidden", ` ${what}`));
    button.type = "button";
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      button.firstChild.data = await copyText(text(), source);
      setTimeout(() => (button.firstChild.data = "Copy"), 2000);
    });
    return button;
  };

  /** Tells in a live region how far something is: heard as it begins and at its end, not at every step. */
  const teller = (region) => {
    let isBegun = false;
    return {
      step(text) {
        if (isBegun) region.setAttribute("aria-live", "off");
        isBegun = true;
        region.textContent = text;
      },
      tell(text) {
        isBegun = false;
        region.removeAttribute("aria-live");
        region.textContent = text;
      },
    };
  };

  /** Lets the reader save a text as a file. */
  const save = (name, text) => {
    const made = link(URL.createObjectURL(new Blob([text], { type: "text/plain" })));
    made.download = name;
    made.click();
    setTimeout(() => URL.revokeObjectURL(made.href), 10_000);
  };

  const LOADING = "Loading …";
  /** Milliseconds after which what is not there yet is said to be loading. */
  const SLOW = 200;

  window.catalogFiles.ui = { LOADING, SLOW, copy, copyOne, element, link, marked, partsOf, copyButton, save, teller };
})();
