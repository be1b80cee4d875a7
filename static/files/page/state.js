/* What the reader looks at, as the address has it: #location=sub-1/&filter=*.nwb&sort=-size. */
(() => {
  "use strict";

  const { sort } = window.catalogFiles.parts;

  /** @param {string} hash with or without # */
  const read = (hash) => {
    const given = new URLSearchParams(hash.replace(/^#/, ""));
    return {
      location: (given.get("location") ?? "").replace(/^\/+/, ""),
      filter: given.get("filter") ?? "",
      sort: sort.read(given.get("sort") ?? ""),
    };
  };

  const write = (state) => {
    const written = new URLSearchParams();
    if (state.location) written.set("location", state.location);
    if (state.filter) written.set("filter", state.filter);
    if (sort.write(state.sort) !== "name") written.set("sort", sort.write(state.sort));
    return written.toString().replaceAll("%2F", "/").replaceAll("%3A", ":");
  };

  /** A link to this state on this page. */
  const href = (state) => `#${write(state)}`;

  /** The state of an address; the archive's own form, ?location=sub-1/&page=2, counts where the hash says nothing. */
  const readAddress = ({ hash, search }) => {
    const state = read(hash.includes("=") ? hash : "");
    const asked = new URLSearchParams(search).get("location");
    return !hash.includes("=") && asked ? { ...state, location: asked.replace(/^\/+/, "") } : state;
  };

  /**
   * Puts a state into the address.
   * @param {Object} state
   * @param {Object} kept what Back brings along: which folders were open
   * @param {boolean} isNew whether Back undoes it
   */
  const put = (state, kept, isNew) => {
    const hash = write(state);
    const address = `${location.pathname}${hash ? `#${hash}` : ""}`;
    const isSame = address === `${location.pathname}${location.search}${location.hash}`;
    try {
      history[isNew && !isSame ? "pushState" : "replaceState"](kept, "", address);
    } catch {
      // Some browsers allow but so many a minute; the page goes on without.
    }
  };

  window.catalogFiles.parts.state = { read, write, href, readAddress, put };
})();
