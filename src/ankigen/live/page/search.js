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

export function isChanged(row) {
  return row.change !== "";
}

function terms(query) {
  return [...query.matchAll(WORD)].map(([written, not, where, quoted, word]) => {
    if (where && !(where in WHERE) && where !== "is" && where !== "has") return { not, where: "", text: folded(written.slice(not.length)) };
    return { not, where: where ?? "", text: folded(quoted ?? word ?? "") };
  });
}

function holds(row, { where, text }) {
  if (where === "is") return text === "changed" ? isChanged(row) : row.change === text;
  if (where === "has") return row.findings.some((one) => text.startsWith("finding") || text.startsWith(one.severity));
  if (!where) return haystack(row).includes(text);
  return WHERE[where](row).some((value) => (WHOLE.has(where) ? folded(value) === text : folded(value).includes(text)));
}

/** A test for rows. `search` is {query, kind, review, changed, found}. */
export function matcher(search) {
  const words = terms(search.query);
  return (row) =>
    (!search.kind || row.kind === search.kind) &&
    (!search.review || (row.review || "none") === search.review) &&
    (!search.changed || isChanged(row)) &&
    (!search.found || row.findings.length > 0) &&
    words.every((term) => holds(row, term) === !term.not);
}
