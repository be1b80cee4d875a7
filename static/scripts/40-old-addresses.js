/* The archive's own forms of an address: …/files?location=sub-1/ and the old #/dandiset/000003. */
(() => {
  "use strict";

  window.catalogModule("folders", (root) => {
    const location = new URLSearchParams(window.location.search).get("location");
    if (!location) {
      return;
    }
    const top = `${location.split("/")[0]}/`;
    for (const link of root.querySelectorAll("[data-folder]")) {
      if (link.dataset.folder === top) {
        window.location.replace(link.href);
      }
    }
  });

  const old = /^#\/dandiset\/(\d{6})(?:\/(draft|0\.\d{6}\.\d{4}))?/.exec(window.location.hash);
  const list = document.querySelector('.site-nav__link[href$="dandiset/index.html"]');
  if (old && list) {
    const folder = new URL(".", list.href);
    window.location.replace(new URL(`${old[1]}/${old[2] ? `${old[2]}/` : ""}index.html`, folder));
  }
})();
