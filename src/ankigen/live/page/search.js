// Which notes a search leaves: every word must be found, in any place unless it says where.

const WORD = /(-?)(?:(\w+):)?(?:"([^"]*)"?|(\S+))/g;

const WHERE = {
  id: (row) => [row.id],
  tag: (row) => row.tags,
  covers: (row) => row.covers,
  objective: (row) => row.covers,
  kind: (row) => [row.kind],
  review: (row) => [row.review],
  reviewed: (row) => [row.reviewed],
  file: (row) => [row.file],
  section: (row) => row.sections,
};
// Where a word must be the whole of what is there.
const WHOLE = new Set(["kind", "review", "covers", "objective"]);

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function haystack(row) {
  row.haystack ??= folded([row.title, row.text, row.id, ...row.tags, ...row.covers].join("\n"));
  return row.haystack;
}

const IS = ["new", "changed"], HAS = ["findings", "errors", "warnings"];

/** What the words of a search cannot mean, a sentence each; `count` notes are found. */
export function unknown(query, rows, count) {
  const values = { is: IS, has: HAS, kind: [...new Set(rows.map((row) => row.kind))], review: [...new Set(rows.map((row) => row.review).filter(Boolean))] };
  return [...query.matchAll(WORD)].flatMap(([, , where, quoted, word]) => {
    const text = quoted ?? word ?? "";
    if (!where) return [];
    if (!(where in WHERE) && !(where in values)) return count ? [] : [`'${where}:' is not a word of the search; it was looked for as text.`];
    const known = values[where], meant = where === "has" ? known?.some((one) => one.startsWith(text.replace(/s$/, ""))) : known?.includes(folded(text));
    return !known || meant || !text ? [] : [`Nothing is ${where}:${text} here${known.length ? `; there is ${known.map((one) => `${where}:${one}`).join(", ")}` : ""}.`];
  });
}

export function isChanged(row) {
  return row.change !== "";
}

function terms(query) {
  return [...query.matchAll(WORD)].map(([written, not, where, quoted, word]) => {
    if (where && !(where in WHERE) && where !== "is" && where !== "has") return { not, where: "", text: folded(written.slice(not.length)) };
    return { not, where: where ?? "", text: folded(quoted ?? word ?? "") };
  });
}

function holds(row, { where, text }, last) {
  if (where === "is" && !last) return IS.includes(text); // before the first release every note is new
  if (where === "is") return text === "changed" ? isChanged(row) : row.change === text;
  if (where === "has") return row.findings.some((one) => text.startsWith("finding") || text.startsWith(one.severity));
  if (!where) return haystack(row).includes(text);
  return WHERE[where](row).some((value) => (WHOLE.has(where) ? folded(value) === text : folded(value).includes(text)));
}

/** A test for rows. `search` is {query, kind, review, changed, found}; `last` the last release's version, if any. */
export function matcher(search, last) {
  const words = terms(search.query);
  return (row) =>
    (!search.kind || row.kind === search.kind) &&
    (!search.review || (row.review || "none") === search.review) &&
    (!search.changed || isChanged(row)) &&
    (!search.found || row.findings.length > 0) &&
    words.every((term) => holds(row, term, last) === !term.not);
}
