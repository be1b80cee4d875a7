/* The archive's old form of an address, #/dandiset/000003; …/files?location=sub-1/ is for the tree of files. */
(() => {
  "use strict";

  const old = /^#\/dandiset\/(\d{6})(?:\/(draft|0\.\d{6}\.\d{4}))?/.exec(window.location.hash);
  const list = document.querySelector('.site-nav__link[href$="dandiset/index.html"]');
  if (old && list) {
    const folder = new URL(".", list.href);
    window.location.replace(new URL(`${old[1]}/${old[2] ? `${old[2]}/` : ""}index.html`, folder));
  }
})();
