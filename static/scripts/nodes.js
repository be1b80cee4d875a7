/* Nodes made without HTML from strings, for the scripts of all pages. */
(() => {
  "use strict";

  const element = (name, className, ...nodes) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...nodes);
    return made;
  };

  const link = (href, ...nodes) => {
    const made = element("a", "", ...nodes);
    made.href = href;
    return made;
  };

  /** Text in pieces, each marked or not, as nodes. */
  const marked = (pieces) => pieces.map(([text, isMarked]) => (isMarked ? element("mark", "", text) : text));

  window.catalogNodes = { element, link, marked };
})();
