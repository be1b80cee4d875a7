/* Nodes from the page's templates, beside what the scripts of all pages have for that. */
(() => {
  "use strict";

  /** The first element of a copy of a template. */
  const copy = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

  Object.assign(window.catalogSearch.ui, window.catalogWords, window.catalogNodes, { copy });
})();
