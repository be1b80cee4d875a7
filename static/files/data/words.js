/* How sizes and days of files read. Pure. */
(() => {
  "use strict";

  const { number, counted, filesize, date } = window.catalogWords;
  const DAY_MS = 86_400_000;

  /** A size to the byte: `2.6 MB (2 613 042 bytes)`. */
  const exactSize = (bytes) => bytes < 1000 ? counted(bytes, "byte") : `${filesize(bytes)} (${counted(bytes, "byte")})`;

  /** Bytes of a file or folder; empty where they aren't known, as of a zarr whose bytes the archive has not counted. */
  const size = (bytes, node) => (bytes > 0 || (bytes === 0 && !node.isZarr && !node.isFolder) ? filesize(bytes) : "");

  /** `29 Jun 2023` of a day counted from 1970; empty for -1, which stands for none. */
  const day = (count) => (count < 0 ? "" : date(new Date(count * DAY_MS).toISOString().slice(0, 10)));

  window.catalogFiles.parts.words = { number, counted, filesize, exactSize, size, day };
})();
