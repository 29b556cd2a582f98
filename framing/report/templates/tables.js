"use strict";
/* Tables: fold, sort, filter, copy, download. Without this script they are plain tables with all rows. */
(() => {
  const make = (name, attributes, text) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text) element.textContent = text;
    return element;
  };
  const valueOf = (cell) => {
    const text = cell ? cell.innerText.trim() : "";
    const found = text.replace(/,/g, "").replace("−", "-").match(/^[+<]?\s*(-?\d*\.?\d+)/);
    return [found ? parseFloat(found[1]) : null, text.toLowerCase()];
  };
  const compare = (a, b) =>
    a[0] !== null && b[0] !== null ? a[0] - b[0] : a[0] !== null ? -1 : b[0] !== null ? 1 : a[1].localeCompare(b[1]);
  const textOf = (row) => [...row.cells].map((cell) => cell.innerText.trim());
  /* A spreadsheet must not run a cell: as in framing/writing.py. */
  const guarded = (text) => (/^'*[=+\-@\t\r\n＝＋－＠]/.test(text) && !/^-?[\d.]+%?$/.test(text) ? "'" + text : text);
  const field = (text) => (/[",\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text);

  for (const table of document.querySelectorAll("figure.table > table")) {
    const body = table.tBodies[0];
    const all = [...body.rows];
    if (all.length < 2) continue;
    const first = parseInt(table.dataset.first || "0", 10);
    let order = all, wanted = "", open = !first;
    const tools = make("div", { class: "tools", role: "group", "aria-label": "Table" });
    const said = make("span", { class: "said", role: "status" });
    const more = make("button", { type: "button", "aria-expanded": "false" });
    const show = () => {
      const kept = order.filter((row) => !wanted || row.innerText.toLowerCase().includes(wanted));
      const shown = open || wanted ? kept : kept.slice(0, first);
      body.replaceChildren(...order);
      for (const row of order) row.hidden = !shown.includes(row);
      more.textContent = open ? "Show fewer rows" : `Show all ${all.length} rows`;
      more.setAttribute("aria-expanded", String(open));
      said.textContent = wanted ? `${kept.length} of ${all.length} rows` : "";
    };
    for (const [index, head] of [...table.tHead.rows[0].cells].entries()) {
      const button = make("button", { type: "button", title: "Sort" }, head.textContent);
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") !== "descending";
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const keyed = all.map((row) => [valueOf(row.cells[index]), row]);
        keyed.sort((a, b) => (down ? -1 : 1) * compare(a[0], b[0]));
        order = keyed.map((pair) => pair[1]);
        show();
      });
    }
    const lines = (separator, cell) =>
      [[...table.tHead.rows[0].cells].map((head) => head.textContent.trim()), ...order.map(textOf)]
        .map((row) => row.map((text) => cell(guarded(text))).join(separator)).join("\n") + "\n";
    if (first) {
      more.addEventListener("click", () => { open = !open; show(); });
      tools.append(more);
    }
    if (all.length > 5) {
      const input = make("input", { type: "search", placeholder: "Filter rows", "aria-label": "Filter rows" });
      input.addEventListener("input", () => { wanted = input.value.trim().toLowerCase(); show(); });
      tools.append(input);
    }
    const copy = make("button", { type: "button" }, "Copy");
    copy.addEventListener("click", async () => {
      const text = lines("\t", (value) => value.replace(/[\t\n]/g, " "));
      try {
        await navigator.clipboard.writeText(text);
        said.textContent = "Copied";
      } catch {
        const range = document.createRange();
        range.selectNodeContents(table);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
        said.textContent = "Selected: press Ctrl+C";
      }
    });
    const load = make("button", { type: "button" }, "Download");
    load.addEventListener("click", () => {
      const address = URL.createObjectURL(new Blob(["\ufeff" + lines(",", field)], { type: "text/csv" }));
      make("a", { href: address, download: table.dataset.name }).click();
      setTimeout(() => URL.revokeObjectURL(address), 1000);
    });
    tools.append(copy, load, said);
    table.before(tools);
    show();
  }
})();
