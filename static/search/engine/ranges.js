/* Ranges of numbers, sizes and dates as a query writes them; builder/search/words/ranges.py reads the same. */
(() => {
  "use strict";

  /** A number or size, twice: where it begins and ends. */
  const numberReader = ({ number, units }) => (text) => {
    const found = new RegExp(`^${number}$`).exec(text.trim());
    if (!found || !(found[2] in units)) return null;
    const [whole, fraction = ""] = found[1].split(".");
    const thousandths = BigInt(whole) * 1000n + BigInt(fraction.padEnd(3, "0"));
    const value = Number((thousandths * BigInt(units[found[2]])) / 1000n);
    return [value, value];
  };

  /** The first and the last day of a year, month or day, as 20230517. */
  const dayReader = ({ day }) => (text) => {
    const found = new RegExp(`^${day}$`).exec(text.trim());
    if (!found) return null;
    let [first, last] = [Number(found[1]), Number(found[1])];
    for (const [part, low, high] of [[found[2], 1, 12], [found[3], 1, 31]]) {
      if (part && (Number(part) < low || Number(part) > high)) return null;
      first = first * 100 + (part ? Number(part) : low);
      last = last * 100 + (part ? Number(part) : high);
    }
    return [first, last];
  };

  /** @returns {[number | null, number | null] | null} both ends belong to it; null for what is no range */
  const readSpan = (read, from, to) => {
    const [low, high] = [read(from), read(to)];
    if ((from && !low) || (to && !high) || !(low || high)) return null;
    return [low ? low[0] : null, high ? high[1] : null];
  };

  const readRange = (rules, isDate, text) => {
    const spans = new RegExp(`^${rules.span}$`, "s").exec(text.trim().toLowerCase().replace(/[,_ ]/g, ""));
    if (!spans) return null;
    const read = (isDate ? dayReader : numberReader)(rules);
    if (spans[4] === undefined) return readSpan(read, spans[1], spans[2]);
    const value = read(spans[4]);
    if (!value) return null;
    switch (spans[3]) {
      case ">":
        return [value[1] + 1, null];
      case ">=":
        return [value[0], null];
      case "<":
        return [null, value[0] - 1];
      case "<=":
        return [null, value[1]];
      default:
        return value;
    }
  };

  const holds = ([low, high], value) => value > 0 && (low === null || value >= low) && (high === null || value <= high);

  window.catalogSearch.parts.ranges = { readRange, holds };
})();
