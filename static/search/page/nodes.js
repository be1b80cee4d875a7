/* Nodes from the page's templates, and how dates read, beside what the scripts of all pages have for that. */
(() => {
  "use strict";

  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

  /** The first element of a copy of a template. */
  const copy = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

  const date = (iso) => {
    const [year, month, day] = iso.split("-").map(Number);
    return day ? `${day} ${MONTHS[month - 1]} ${year}` : "";
  };

  Object.assign(window.catalogSearch.ui, window.catalogWords, window.catalogNodes, { copy, date });
})();
