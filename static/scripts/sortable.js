/* Tables that sort by a column when its header is pressed: by the cells' data-value, else by their text. A header with
   data-unsorted stays as it is. */
(() => {
  "use strict";

  const words = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
  const isNumber = (text) => /^-?\d+(\.\d+)?$/.test(text);

  const valueOf = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.value ?? cell.textContent.trim();
  };

  /** Numbers by value, other text as people sort it; an empty cell comes last in both directions. */
  const compare = (a, b, isDescending) => {
    if (a === "" || b === "") {
      return (a === "") - (b === "");
    }
    const order = isNumber(a) && isNumber(b) ? Number(a) - Number(b) : words.compare(a, b);
    return isDescending ? -order : order;
  };

  const sort = (body, column, isDescending) => {
    const keyed = [...body.rows].map((row) => [valueOf(row, column), row]);
    keyed.sort(([a], [b]) => compare(a, b, isDescending));
    body.append(...keyed.map(([, row]) => row));
  };

  const addButton = (header, press) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...header.childNodes);
    button.addEventListener("click", press);
    header.append(button);
  };

  window.catalogModule("sortable", (table) => {
    const headers = [...table.tHead.rows[0].cells];
    const [body] = table.tBodies;
    if (!body || body.rows.length < 2) {
      return;
    }
    headers.forEach((header, column) => {
      if (header.dataset.unsorted !== undefined) {
        return;
      }
      addButton(header, () => {
        // What is counted is most wanted from the largest on.
        const first = header.classList.contains("number") ? "descending" : "ascending";
        const other = first === "ascending" ? "descending" : "ascending";
        const direction = header.getAttribute("aria-sort") === first ? other : first;
        headers.forEach((each) => each.removeAttribute("aria-sort"));
        header.setAttribute("aria-sort", direction);
        sort(body, column, direction === "descending");
      });
    });
  });
})();
