// The search: `/` or Ctrl-K opens it, arrows choose, Enter goes, Escape closes. A combobox with a list box, as WAI-ARIA has it.
// The index is loaded when somebody is about to search, so that no page waits for it.

const SHOWN = 30;

let loading;

// The rows of the prepared index. A script that cannot be had leaves an empty search.
function searchRows() {
  loading ??= new Promise((resolve) => {
    const script = document.createElement("script");
    script.src = `${document.body.dataset.root}assets/search.js`;
    script.onload = script.onerror = () => {
      const index = window.eventspecIndex ?? { contracts: [], rows: [] };
      const rows = index.rows.map(searchRow);
      // The first search of a page is the slowest, as its code is compiled: better now than at the first keystroke.
      searchFor(rows, "e an", -1, SHOWN);
      resolve({ contracts: index.contracts, rows });
    };
    document.head.append(script);
  });
  return loading;
}

function startSearch() {
  const button = document.querySelector("[data-search]");
  const dialog = searchDialog();
  const input = dialog.querySelector("input");
  const list = dialog.querySelector("[role=listbox]");
  const status = dialog.querySelector("[role=status]");
  let chosen = -1;
  let index = { contracts: [], rows: [] };

  function choose(at) {
    const options = list.children;
    options[chosen]?.setAttribute("aria-selected", "false");
    chosen = options.length === 0 ? -1 : (at + options.length) % options.length;
    const option = options[chosen];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function update() {
    const own = index.contracts.indexOf(document.body.dataset.contract);
    const { found, count, terms } = searchFor(index.rows, input.value, own, SHOWN);
    list.replaceChildren(...found.map((hit, at) => resultOption(hit, terms, index.contracts, `search-result-${at}`)));
    list.scrollTop = 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
    chosen = -1;
    choose(0);
    status.textContent = statusWords(terms, count);
  }

  async function open() {
    if (dialog.open) return;
    dialog.showModal();
    input.select();
    index = await searchRows();
    update();
  }

  function go(option, elsewhere) {
    if (!option) return;
    const address = document.body.dataset.root + option.dataset.href;
    if (elsewhere) {
      window.open(address, "_blank", "noopener");
      return;
    }
    dialog.close();
    location.href = address;
  }

  button.addEventListener("click", open);
  for (const soon of ["pointerenter", "focus"]) button.addEventListener(soon, searchRows, { once: true });
  input.addEventListener("input", update);
  input.addEventListener("keydown", (event) => {
    // Where signs are composed of several keys, Enter and the arrows choose a sign first.
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) choose(chosen < 0 ? 0 : chosen + step);
    else if (event.key === "Enter") go(list.children[chosen], event.ctrlKey || event.metaKey);
    else return;
    event.preventDefault();
  });
  list.addEventListener("click", (event) => go(event.target.closest("[role=option]"), event.ctrlKey || event.metaKey));
  list.addEventListener("pointermove", (event) => {
    const at = [...list.children].indexOf(event.target.closest("[role=option]"));
    if (at >= 0 && at !== chosen) choose(at);
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.querySelector("button").addEventListener("click", () => dialog.close());
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const asked = (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey)
      || (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey));
    if (!asked) return;
    event.preventDefault();
    open();
  });
}

function statusWords(terms, count) {
  if (terms.length === 0) return "Names, former names, fields, channels, words of a summary.";
  if (count === 0) return "Nothing fits.";
  if (count > SHOWN) return `The best ${SHOWN} of ${count}.`;
  return count === 1 ? "1 result" : `${count} results`;
}

function searchDialog() {
  const dialog = element("dialog", "search");
  dialog.setAttribute("aria-label", "Search");
  const head = element("div", "search-head");
  const icon = element("span", "icon icon-search");
  icon.setAttribute("aria-hidden", "true");
  const input = element("input", "");
  const attributes = {
    type: "search",
    role: "combobox",
    placeholder: "Search",
    "aria-label": "Search",
    "aria-autocomplete": "list",
    "aria-controls": "search-results",
    "aria-expanded": "false",
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: "false",
  };
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
  const close = element("button", "search-close");
  close.type = "button";
  close.setAttribute("aria-label", "Esc: close the search");
  const key = element("kbd", "");
  key.textContent = "Esc";
  close.append(key);
  head.append(icon, input, close);
  const list = element("div", "search-results");
  list.id = "search-results";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Results");
  const status = element("div", "search-status");
  status.setAttribute("role", "status");
  dialog.append(head, list, status);
  document.body.append(dialog);
  return dialog;
}
