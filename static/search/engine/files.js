/* Which dandisets hold a file, subject, session or asset of a name; builder/search/index/file_keys.py makes the shards. */
(() => {
  "use strict";

  const TABLE = Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value;
  });

  /** The checksum of zip files. */
  const crc32 = (bytes) => {
    let sum = -1;
    for (const byte of bytes) sum = TABLE[(sum ^ byte) & 255] ^ (sum >>> 8);
    return ~sum >>> 0;
  };

  /** The last name of a path, in lower case, without `sub-` or `ses-`. */
  const plainName = (text, label) => {
    const name = text.normalize("NFC").trim().replace(/\/+$/, "").split("/").at(-1).toLowerCase();
    return name.includes(".") ? name : name.replace(new RegExp(label), "");
  };

  const view = (base64) => new DataView(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)).buffer);

  /**
   * @param {Object} rules of the list
   * @param {number} count how many shards there are; a power of two, 0 for none
   * @param {(kind: string, number: number, digits: number) => any} piece
   * @returns {(name: string) => Set<number>}
   */
  window.catalogSearch.parts.files = (rules, count, piece) => (name) => {
    const places = new Set();
    const bytes = new TextEncoder().encode(plainName(name, rules.label));
    const data = count ? piece("files", crc32(bytes) & (count - 1), 4) : undefined;
    if (!data) return places;
    const [lower, owners] = data.map(view);
    const wanted = crc32(bytes.reverse());
    let [low, high] = [0, lower.byteLength / 4];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (lower.getUint32(4 * middle, true) < wanted) low = middle + 1;
      else high = middle;
    }
    for (; 4 * low < lower.byteLength && lower.getUint32(4 * low, true) === wanted; low += 1) {
      places.add(owners.getUint16(2 * low, true));
    }
    return places;
  };
})();
