// What fits a query, the best first. It asks every row at each keystroke: some thousands take a few milliseconds.

// A row of the prepared index, with what it is compared by.
function searchRow([contract, kind, name, summary, href, aliases, words, sender]) {
  const list = aliases ? aliases.split("\n") : [];
  return {
    contract, kind, name, summary, href, words, sender,
    aliases: list,
    lowName: name.toLowerCase(),
    lowAliases: list.map((alias) => alias.toLowerCase()),
    lowWords: words.toLowerCase(),
    lowSummary: summary.toLowerCase(),
  };
}

// At most `limit` rows with how well each fits, and how many there are in all.
function searchFor(rows, query, contract, limit) {
  const terms = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (terms.length === 0) return { found: [], count: 0, terms };
  const found = [];
  for (const [at, row] of rows.entries()) {
    let score = 0;
    let alias;
    for (const term of terms) {
      const fit = fitOf(row, term);
      if (!fit) {
        score = 0;
        break;
      }
      score += fit.score;
      alias ??= fit.alias;
    }
    if (score === 0) continue;
    if (row.kind === "event") score += 6;
    if (row.contract === contract) score += 5;
    found.push({ row, score, alias, at });
  }
  found.sort((one, other) => other.score - one.score || one.row.name.length - other.row.name.length || one.at - other.at);
  return { found: found.slice(0, limit), count: found.length, terms };
}

// How well one word of a query fits a row; nothing where it does not.
function fitOf(row, term) {
  const own = nameScore(row.lowName, term);
  for (const [at, alias] of row.lowAliases.entries()) {
    // A former name counts nearly as much as the right one, and is shown.
    const score = nameScore(alias, term) - 5;
    if (score > own && score > 0) return { score, alias: row.aliases[at] };
  }
  if (own > 0) return { score: own };
  if (startsWord(row.lowWords, term)) return { score: 30 };
  if (startsWord(row.lowSummary, term)) return { score: 22 };
  if (row.lowWords.includes(term)) return { score: 15 };
  if (row.lowSummary.includes(term)) return { score: 10 };
  if (term.length > 2 && isWithin(row.lowName, term)) return { score: 5 };
  return undefined;
}

function nameScore(name, term) {
  if (name === term) return 100;
  if (name.startsWith(term)) return 80;
  if (startsWord(name, term)) return 65;
  if (name.includes(term)) return 50;
  return 0;
}

// Whether a word of the text starts with the term.
function startsWord(text, term) {
  for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1)) {
    if (at === 0 || !isWordCharacter(text[at - 1])) return true;
  }
  return false;
}

function isWordCharacter(character) {
  return (character >= "0" && character <= "9") || character.toLowerCase() !== character.toUpperCase();
}

// Whether the letters of the term stand in the name in their order: `msgnew` is in `message.new`.
function isWithin(name, term) {
  let at = 0;
  for (const letter of term) {
    at = name.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
