/* What was found, as a whole: how much it is, and how to download exactly it. */
(() => {
  "use strict";

  const { ui, parts } = window.catalogFiles;
  const { words, commands } = parts;

  const LISTS = {
    addresses: { make: commands.addressList, needsDetails: false },
    urls: { make: commands.urlList, needsDetails: true },
    aria2: { make: commands.ariaInput, needsDetails: true },
    aws: { make: commands.awsScript, needsDetails: true },
  };

  /** Why files of names alone are left out is known before their details are. */
  const filesOf = async (answer, page, needsDetails, onProgress) => {
    const files = [];
    for (let at = 0; at < answer.count; at += 1) {
      const node = answer.nodeAt(at);
      files.push(needsDetails ? await page.tree.details(node) : { path: page.tree.pathOf(node), state: node.state });
      if (at % 500 === 0) onProgress(at / answer.count);
    }
    return files;
  };

  /** The pieces of all that was found at once, before they are read one file after the other. */
  const loadDetails = (answer, page, onProgress) => {
    const pieces = new Map();
    for (let at = 0; at < answer.count; at += 1) {
      const node = answer.nodeAt(at);
      pieces.set(Math.floor(node.number / page.tree.pieceFiles), node);
    }
    let there = 0;
    return Promise.all(
      [...pieces.values()].map(async (node) => {
        await page.tree.details(node);
        there += 1;
        onProgress(there / pieces.size);
      }),
    );
  };

  /**
   * @param {HTMLElement} root a copy of the template
   * @param {Object} page
   */
  ui.selection = (root, page) => {
    const at = ui.partsOf(root);
    const { offer } = page;
    let answer = null;

    const { step, tell } = ui.teller(at.progress);

    const saveList = async (name) => {
      const { make, needsDetails } = LISTS[name];
      const own = answer;
      const onProgress = (part) => step(`Making the list: ${Math.round(100 * part)} %`);
      try {
        if (needsDetails) await loadDetails(own, page, onProgress);
        const { text, count, left } = make(offer, await filesOf(own, page, needsDetails, onProgress));
        if (count) ui.save(commands.listName(offer.here, name), text);
        const told = count
          ? `${commands.listName(offer.here, name)} has ${words.counted(count, "file")}.`
          : "There is nothing to put into the list.";
        tell([told, commands.leftWords(left, words.counted)].filter(Boolean).join(" "));
      } catch (error) {
        tell("");
        page.fail(error, () => saveList(name));
      }
    };

    for (const button of root.querySelectorAll("[data-list]")) {
      button.addEventListener("click", () => saveList(button.dataset.list));
      if (button.dataset.list === "aws") button.closest("li").hidden = !offer.services.bucketUri;
      if (button.dataset.list !== "addresses") button.disabled = offer.services.needsKey;
      for (const shown of button.closest("li").querySelectorAll("[data-file]")) {
        shown.textContent = commands.listName(offer.here, shown.dataset.file);
      }
    }
    at.command.parentElement.parentElement.append(ui.copyButton(at.command, "the command"));

    return {
      /** @param {?Object} found by the filter */
      show(found) {
        answer = found;
        tell("");
        root.hidden = !found?.count;
        if (!found?.count) return;
        at.summary.textContent = `Download ${found.count === 1 ? "it" : "these"}`;
        const first = Array.from({ length: Math.min(found.count, commands.FEW) }, (_, n) => found.nodeAt(n));
        const few = first.filter((node) => !node.state);
        const command = commands.clientCommand(
          offer.services,
          offer.here,
          found.words,
          few.map(page.tree.pathOf),
          found.count,
        );
        at.client.hidden = !few.length || !command;
        at.command.textContent = command?.text ?? "";
        at.needs.hidden = at.addresses.hidden = !command?.needsList;
      },
    };
  };
})();
