/* A button beside something to type or cite, which copies it. */
(() => {
  "use strict";

  /** Copies by the clipboard, or where that is not allowed (file://, http) by selecting the text. */
  const copy = async (source) => {
    try {
      await navigator.clipboard.writeText(source.textContent.trim());
      return "Copied";
    } catch {
      getSelection().selectAllChildren(source);
      return "Selected";
    }
  };

  window.catalogModule("copy", (root) => {
    const source = root.firstElementChild;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      button.textContent = await copy(source);
      setTimeout(() => {
        button.textContent = "Copy";
      }, 2000);
    });
    root.append(button);
  });
})();
