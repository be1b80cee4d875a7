/* How numbers, sizes and days read: as builder/site/formats.py writes them. Pure. */
(() => {
  "use strict";

  const UNITS = ["kB", "MB", "GB", "TB", "PB"];
  const DAY_MS = 86_400_000;

  /** With thin spaces between thousands, as on all pages. */
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

  /** A size to the byte: `2.6 MB (2 613 042 bytes)`. */
  const exactSize = (bytes) => (bytes < 1000 ? counted(bytes, "byte") : `${filesize(bytes)} (${counted(bytes, "byte")})`);

  /** A file's or folder's size; empty where it isn't known, as of a zarr whose bytes the archive has not counted. */
  const size = (node) => (node.size > 0 || (node.size === 0 && !node.isZarr && !node.isFolder) ? filesize(node.size) : "");

  /** `2023-06-29` of a day counted from 1970; empty for -1, which stands for none. */
  const day = (count) => (count < 0 ? "" : new Date(count * DAY_MS).toISOString().slice(0, 10));

  const dayNumber = (text) => (/^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) / DAY_MS : -1);

  window.catalogFiles.parts.words = { number, counted, filesize, exactSize, size, day, dayNumber };
})();
