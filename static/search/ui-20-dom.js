/* Nodes from the page's templates, and how numbers and dates read. */
(() => {
  "use strict";

  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const UNITS = ["kB", "MB", "GB", "TB", "PB"];

  /** The first element of a copy of a template. */
  const copy = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

  /** Text in pieces, each marked or not, as nodes. */
  const marked = (parts) =>
    parts.map(([text, isMarked]) => {
      if (!isMarked) return text;
      const mark = document.createElement("mark");
      mark.textContent = text;
      return mark;
    });

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

  /** With thin spaces between thousands, as on all pages. */
  const number = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, "\u202f");
  const counted = (count, one) => `${number(count)}\u00a0${one}${count === 1 ? "" : "s"}`;

  const filesize = (bytes) => {
    if (bytes < 1000) return `${bytes} B`;
    let size = bytes;
    let unit = "";
    for (unit of UNITS) {
      size /= 1000;
      if (size < 999.5) break;
    }
    return `${size.toFixed(size >= 99.95 ? 0 : 1)} ${unit}`;
  };

  const date = (iso) => {
    const [year, month, day] = iso.split("-").map(Number);
    return day ? `${day} ${MONTHS[month - 1]} ${year}` : "";
  };

  Object.assign(window.catalogSearch.ui, { copy, marked, element, link, number, counted, filesize, date });
})();
