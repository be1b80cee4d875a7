/* How to download exactly the files that a filter found: commands, and lists for other programs. Pure. */
(() => {
  "use strict";

  const { templates, query } = window.catalogFiles.parts;
  const { shellWord, noOption, isTruePath, fill } = templates;
  /** So many addresses still make a line that every shell takes. */
  const FEW = 20;

  /** Whether a program may write to a path: it leads nowhere out of the folder, and says nothing to a program. */
  const isSafe = (path) =>
    !/[\x00-\x1f\x7f]/.test(path) && !/^([/\\]|[A-Za-z]:)/.test(path) &&
    !path.split(/[/\\]/).some((part) => part === ".." || part === ".");

  /** Whether the archive's database surely folds the case of a glob as the browser does. */
  const isPlain = (glob) => /^[\x20-\x7e]+$/.test(glob);

  /** The address of a path at the archive, as the client takes it; null for a path that the archive doesn't know. */
  const addressOf = (services, here, path) =>
    isTruePath(path) ? fill(services.commands.address, { ...here, path }) : null;

  /**
   * A command of the archive's client for the whole selection.
   * @param {Object} services
   * @param {{identifier: string, version: string}} here
   * @param {Object[]} words the filter's
   * @param {string[]} paths of what was found, or of the first of it
   * @param {number} count how many files were found
   * @returns {?{text: string, needsList: boolean}} null where the archive knows none of the paths
   */
  const clientCommand = (services, here, words, paths, count) => {
    const glob = query.asGlob(words);
    if (glob && isPlain(glob)) return { text: fill(services.commands.glob, { ...here, glob }), needsList: false };
    if (count <= FEW) {
      const addresses = paths.map((path) => addressOf(services, here, path)).filter(Boolean).map(shellWord).join(" ");
      if (!addresses) return null;
      return { text: fill(services.commands.some, { ...here, addresses }), needsList: false };
    }
    const command = fill(services.commands.some, { ...here, addresses: "" }).trim();
    return { text: `xargs -n 50 ${command} < ${listName(here, "addresses")}`, needsList: true };
  };

  /** The client's command for a folder; its path ends with a slash. Null for one that the archive doesn't know. */
  const folderCommand = (services, here, path) =>
    isTruePath(path) ? fill(services.commands.folder, { ...here, path }) : null;

  const listName = (here, what) => `${here.identifier}-${here.version}-${what}.${what === "aws" ? "sh" : "txt"}`;

  const lines = (texts) => texts.map((text) => `${text}\n`).join("");

  /** Counts what is left out, by why. */
  const without = (files, reasonOf) => {
    const left = {};
    const kept = files.filter((file) => {
      const reason = reasonOf(file);
      if (reason) left[reason] = (left[reason] ?? 0) + 1;
      return !reason;
    });
    return { kept, left };
  };

  /** Addresses at the archive, one a line, for its client. */
  const addressList = ({ services, here }, files) => {
    const { kept, left } = without(files, (file) => file.state || (isTruePath(file.path) ? "" : "signs"));
    return { text: lines(kept.map((file) => addressOf(services, here, file.path))), count: kept.length, left };
  };

  const noUrl = (offer) => (file) => offer.obstacle(file) || (file.isZarr ? "zarr" : "") || (file.id ? "" : "id");
  const noPath = (file) => (isSafe(file.path) ? "" : "path");

  /** Download addresses, one a line, for wget and curl. */
  const urlList = (offer, files) => {
    const { kept, left } = without(files, noUrl(offer));
    return { text: lines(kept.map((file) => offer.linksOf(file).download)), count: kept.length, left };
  };

  /** What aria2c reads: an address, and the path to write to. */
  const ariaInput = (offer, files) => {
    const { kept, left } = without(files, (file) => noUrl(offer)(file) || noPath(file));
    return {
      text: lines(kept.map((file) => `${offer.linksOf(file).download}\n  out=${file.path}`)),
      count: kept.length,
      left,
    };
  };

  /** A line of the AWS CLI a file; a zarr is a folder in the bucket. */
  const awsScript = (offer, files) => {
    const { kept, left } = without(
      files,
      (file) => offer.obstacle(file) || (offer.valuesOf(file).s3uri ? "" : "bucket") || noPath(file),
    );
    const copies = kept.map((file) => {
      const { s3uri } = offer.valuesOf(file);
      const path = noOption(file.path);
      if (file.isZarr) return `aws s3 sync --no-sign-request ${s3uri}/ ${shellWord(`${path}/`)}`;
      return `aws s3 cp --no-sign-request ${s3uri} ${shellWord(path)}`;
    });
    return { text: lines(["#!/bin/sh", ...copies]), count: kept.length, left };
  };

  const WHY = {
    embargoed: "is under embargo",
    missing: "has no bytes at the archive",
    key: "needs a key of the archive",
    zarr: "is a Zarr, which is no single file",
    path: "has a path that could lead out of the folder",
    bucket: "has no known address in the bucket",
    id: "has no address at the archive",
    signs: "has a path that can’t be told whole",
  };

  /** What a list leaves out, in words; empty if nothing. */
  const leftWords = (left, counted) =>
    Object.entries(left)
      .map(([reason, count]) => `${counted(count, "file")} left out: ${count === 1 ? "it" : "each"} ${WHY[reason]}.`)
      .join(" ");

  window.catalogFiles.parts.commands = {
    FEW,
    isSafe,
    addressOf,
    clientCommand,
    folderCommand,
    listName,
    addressList,
    urlList,
    ariaInput,
    awsScript,
    leftWords,
  };
})();
