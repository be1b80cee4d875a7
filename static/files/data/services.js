/* What opens a file and where it is to be had, as the build says at the start of files.js. Pure. Twin of builder/catalog/files/viewers.py. */
(() => {
  "use strict";

  const { templates } = window.catalogFiles.parts;
  const { encode, expand, fill, isTruePath } = templates;

  /** @type {Map<string, RegExp>} */
  const patterns = new Map();
  const matches = (pattern, path) => {
    if (!patterns.has(pattern)) patterns.set(pattern, new RegExp(pattern, "i"));
    return patterns.get(pattern).test(path);
  };

  /** Where a file's bytes lie in the bucket, without a slash at the end; null where that isn't known. */
  const bucketAddress = (services, file) => {
    const blob = file.blob && encode(file.blob);
    if (!services.bucket || !blob) return file.url?.replace(/\/+$/, "") || null;
    const folder = file.isZarr ? "zarr" : `blobs/${blob.slice(0, 3)}/${blob.slice(3, 6)}`;
    return `${services.bucket}/${folder}/${blob}`;
  };

  const isFor = (entry, file) =>
    [null, file.isZarr ? "zarr" : "blob"].includes(entry.stored) && matches(entry.pattern, file.path);

  /** Whether it is a zarr that the archive has not counted: most such are there all the same. */
  const isUncounted = (file) => file.isZarr && file.size <= 0;

  /**
   * @param {Object} services what the build says
   * @param {{identifier: string, version: string}} here
   */
  window.catalogFiles.parts.services = (services, here) => {
    /** What templates may name of a file with its details. */
    const valuesOf = (file) => {
      const metadata = file.id ? `${services.api}/assets/${encode(file.id)}/` : null;
      const s3 = bucketAddress(services, file);
      const isOurs = services.bucketUri && s3?.startsWith(services.bucket);
      return {
        ...services.values,
        ...here,
        path: isTruePath(file.path) ? file.path : null,
        folder: file.path.slice(0, Math.max(0, file.path.lastIndexOf("/"))),
        name: file.name,
        asset_id: file.id || null,
        metadata,
        download: file.isZarr || !metadata ? null : `${metadata}download/`,
        s3,
        s3uri: isOurs ? services.bucketUri + s3.slice(services.bucket.length) : null,
        zarr_id: file.isZarr ? file.blob : null,
      };
    };

    /** @returns {"embargoed" | "missing" | "key" | ""} why a file can't be had */
    const obstacle = (file) => file.state || (services.needsKey ? "key" : "");

    /** @returns {{name: string, label: string, does: string, url: string}[]} the viewers that open a file */
    const viewersOf = (file) => {
      if (obstacle(file) || (file.size <= 0 && !file.isZarr)) return [];
      const values = valuesOf(file);
      return services.viewers
        .filter((viewer) => isFor(viewer, file) && (viewer.mostBytes === null || file.size <= viewer.mostBytes))
        .map((viewer) => ({ ...viewer, url: expand(viewer.template, values) }))
        .filter(({ url }) => url);
    };

    /** @returns {{label: string, text: string}[]} code for one file; of several with one label the first that fits */
    const snippetsOf = (file) => {
      const found = new Map();
      if (file.state) return [];
      const values = valuesOf(file);
      for (const snippet of services.snippets) {
        const text = !found.has(snippet.label) && isFor(snippet, file) ? fill(snippet.text, values) : null;
        if (text !== null) found.set(snippet.label, { label: snippet.label, text });
      }
      return [...found.values()];
    };

    /** @returns {{download: ?string, s3: ?string, metadata: ?string}} a zarr is no single file: it has the last alone */
    const linksOf = (file) => {
      const { download, s3, metadata } = valuesOf(file);
      const isOpen = !obstacle(file) && !file.isZarr;
      return { download: isOpen ? download : null, s3: isOpen ? s3 : null, metadata };
    };

    return { here, services, valuesOf, obstacle, isUncounted, viewersOf, snippetsOf, linksOf };
  };
})();
