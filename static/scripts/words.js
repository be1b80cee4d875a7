/* How numbers, sizes and dates read: as builder/words/formats.py writes them. Pure; for the scripts of all pages. */
(() => {
  "use strict";

  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const UNITS = ["kB", "MB", "GB", "TB", "PB"];

  /** With thin spaces between thousands. */
  const number = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, "\u202f");
  const counted = (count, one) => `${number(count)}\u00a0${one}${count === 1 ? "" : "s"}`;

  /** Rounds to so many digits; halfway to the even one, as Python does. Only halves and quarters can lie halfway. */
  const fixed = (value, digits) => {
    const isTie = (value * (digits ? 4 : 2)) % 2 === 1;
    if (!isTie) return value.toFixed(digits);
    const factor = 10 ** digits;
    const lower = Math.floor(value * factor);
    return ((lower + (lower % 2)) / factor).toFixed(digits);
  };

  /** A size in powers of 1000: `2.6 TB`. */
  const filesize = (bytes) => {
    if (bytes < 1000) return `${bytes} B`;
    let size = bytes;
    let unit = "";
    for (unit of UNITS) {
      size /= 1000;
      if (size < 999.5) break;
    }
    return `${fixed(size, size >= 99.95 ? 0 : 1)} ${unit}`;
  };

  /** `29 Jun 2023` of `2023-06-29`. */
  const date = (iso) => {
    const [year, month, day] = iso.split("-").map(Number);
    return day ? `${day} ${MONTHS[month - 1]} ${year}` : "";
  };

  window.catalogWords = { number, counted, filesize, date };
})();
