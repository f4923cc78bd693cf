// What was found, as options of a list box. Texts become text nodes, whatever they say.

const KINDS = { event: "Event", channel: "Channel", type: "Type", consumer: "Consumer", flow: "Flow", error: "Error", page: "Page" };

function resultOption({ row, alias }, terms, contracts, id) {
  const option = element("div", "search-result");
  option.id = id;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.dataset.href = row.href;

  const icon = element("span", `icon icon-${row.sender || (row.kind === "event" ? "server" : "fold")}`);
  icon.setAttribute("aria-hidden", "true");
  const name = element("span", row.kind === "page" ? "search-name is-words" : "search-name");
  highlight(name, row.name, terms);
  const where = element("span", "search-where");
  where.textContent = [KINDS[row.kind], contracts.length > 1 ? contracts[row.contract] : ""].filter(Boolean).join(" · ");
  option.append(icon, name, where);

  const why = element("span", "search-why");
  if (alias) {
    why.append("instead of ");
    const code = element("code", "");
    highlight(code, alias, terms);
    why.append(code, row.summary ? ": " : "");
  }
  highlight(why, row.summary, terms);
  const fields = fieldsFound(row, terms);
  if (fields) {
    why.append(why.textContent ? " · " : "", "");
    highlight(why, fields, terms);
  }
  if (why.textContent) option.append(why);
  return option;
}

// The fields that the query names, where nothing else of the row does.
function fieldsFound(row, terms) {
  const missing = terms.filter((term) => !row.lowName.includes(term) && !row.lowSummary.includes(term));
  const words = row.words.split(" ").filter((word) => missing.some((term) => word.toLowerCase().includes(term)));
  return words.slice(0, 4).join(" ");
}

// Adds the text with every term marked.
function highlight(parent, text, terms) {
  const low = text.toLowerCase();
  let at = 0;
  // Lower case can be longer than the text: then nothing is marked.
  while (low.length === text.length && at < text.length) {
    let start = -1;
    let length = 0;
    for (const term of terms) {
      const found = low.indexOf(term, at);
      if (found >= 0 && (start < 0 || found < start || (found === start && term.length > length))) {
        start = found;
        length = term.length;
      }
    }
    if (start < 0) break;
    const mark = element("mark", "");
    mark.textContent = text.slice(start, start + length);
    parent.append(text.slice(at, start), mark);
    at = start + length;
  }
  parent.append(text.slice(at));
}

function element(tag, className) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  return made;
}
