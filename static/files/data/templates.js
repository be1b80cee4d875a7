/* Addresses and commands with gaps, and how values are written into them. Pure.
   Twins of builder/catalog/links/uri_template.py and builder/site/parts/snippets.py; tests hold them against each other. */
(() => {
  "use strict";

  const EXPRESSION = /\{(\+?)([a-z_0-9]+)\}/g;
  const GAP = /\{(?:(sh|uri|matlab):)?([a-z_0-9]+)(\/?)\}/g;
  const CONTROLS = /[\x00-\x1f\x7f]/g;

  const wellFormed = (text) => text.toWellFormed?.() ?? text;
  const percent = (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`;

  /** Percent-encoded, all but letters, digits and -._~ */
  const encode = (text) => encodeURIComponent(wellFormed(text)).replace(/[!'()*]/g, percent);

  /** The same, but what is reserved in addresses stays, and so does what is encoded already. */
  const encodeAddress = (text) =>
    wellFormed(text)
      .split(/(%[0-9A-Fa-f]{2})/)
      .map((part, at) => (at % 2 ? part : encodeURI(part).replace(/%5B/g, "[").replace(/%5D/g, "]")))
      .join("");

  /**
   * An address template of RFC 6570, levels 1 and 2.
   * @param {string} template
   * @param {Record<string, ?string>} values
   * @returns {?string} null if a value is unknown or empty
   */
  const expand = (template, values) => {
    for (const [, , name] of template.matchAll(EXPRESSION)) if (!values[name]) return null;
    return template.replace(EXPRESSION, (_, isAddress, name) => (isAddress ? encodeAddress : encode)(values[name]));
  };

  /** One word for a shell. In double quotes where they will do, since those alone work on Windows too. */
  const shellWord = (text) => {
    if (/^[A-Za-z0-9_@%+=:,./-]+$/.test(text)) return text;
    if (/^[^"$`\\!\x00-\x1f\x7f]+$/.test(text)) return `"${text}"`;
    return `'${text.replaceAll("'", `'"'"'`)}'`;
  };

  /** A path that no program takes for an option, or for its own input and output. */
  const noOption = (path) => (/^[-~]/.test(path) ? `./${path}` : path);

  /** A name to write a file under: it leads to no other folder, on Windows neither. */
  const localName = (name) =>
    noOption(/^\.{0,2}$/.test(name) ? `file${name}` : name.replace(/^([A-Za-z]):/, "$1_").replaceAll("\\", "_"));

  /** Whether the archive knows the file under the path as it is shown: without pictures, and no e-mail address hidden. */
  const isTruePath = (path) => !/[\u2400-\u2421\u2424\ufffd]|\[e-mail hidden\]/.test(path);

  /** A text of MATLAB's, in double quotes, where nothing is special but these. */
  const matlabText = (text) => `"${text.replace(CONTROLS, "_").replaceAll('"', '""')}"`;

  const WRITTEN = {
    sh: (value, end) => shellWord(localName(value) + end),
    uri: (value, end) => encode(value + end),
    matlab: (value, end) => matlabText(localName(value) + end),
  };

  /** A command or code with its gaps filled; null if a value is unknown. */
  const fill = (text, values) => {
    let isKnown = true;
    const filled = text.replace(GAP, (gap, kind, name, end) => {
      const value = values[name];
      if (value === undefined || value === null) isKnown = false;
      return isKnown ? (WRITTEN[kind]?.(value, end) ?? value + end) : gap;
    });
    return isKnown ? filled : null;
  };

  window.catalogFiles.parts.templates = {
    encode,
    expand,
    shellWord,
    noOption,
    localName,
    isTruePath,
    matlabText,
    fill,
  };
})();
