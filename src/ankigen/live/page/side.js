// What there is to say of the note beside its card: findings at their fields, what changed, what it covers.

import { byId, element, plural } from "./ask.js";

const panel = document.querySelector("aside");

/** A link that opens the author's editor; `path` is absolute. */
export function editorLink(template, folder, file, line, column, text) {
  return pathLink(template, `${folder}/${file}`, line, column, text);
}

function pathLink(template, absolute, line, column, text) {
  const path = encodeURI(`/${absolute.replace(/^\/+/, "")}`).replace(/[?#&+]/g, encodeURIComponent);
  const parts = { "{path}": path, "{line}": line, "{column}": column };
  const href = template.replace(/\{(?:path|line|column)\}/g, (name) => parts[name]);
  return element("a", { href, textContent: text, className: "edit" });
}

export function findingItem(one, link) {
  const item = element("li", { className: one.severity },
    element("p", {}, element("b", { textContent: one.severity }), " ", ...prose(one.message)));
  if (one.excerpt?.trim()) {
    const at = Math.min(one.column - 1, one.excerpt.length);
    const mark = one.excerpt.slice(at).match(/^\S*/)[0] || one.excerpt.slice(at, at + 1);
    item.append(element("pre", {}, one.excerpt.slice(0, at), element("mark", { textContent: mark }), one.excerpt.slice(at + mark.length)));
  }
  if (one.hint) item.append(element("p", { className: "hint" }, ...prose(one.hint)));
  item.append(element("p", { className: "quiet" }, link(one), " ", element("code", { textContent: one.code })));
  return item;
}

/** Text in which what stands between backticks is code. */
const prose = (text) => text.split(/`([^`]+)`/).map((part, at) => (at % 2 ? element("code", { textContent: part }) : part));

export function aside(row, note, deck, editor) {
  const link = (one) => pathLink(editor, one.path, one.line, one.column, `line ${one.line}`);
  panel.replaceChildren(...[findings(row, link), changes(row, note, deck), facts(row, deck)].filter(Boolean));
}

function findings(row, link) {
  const fields = Map.groupBy ? Map.groupBy(row.findings, (one) => one.field) : grouped(row.findings);
  const part = element("section", { id: "findings" }, element("h2", { textContent: "Findings" }));
  if (!row.findings.length) part.append(element("p", { className: "quiet", textContent: "None on this note." }));
  for (const [field, found] of fields) {
    part.append(element("h3", { textContent: field }), element("ul", { className: "findings" }, ...found.map((one) => findingItem(one, link))));
  }
  return part;
}

function grouped(found) {
  const fields = new Map();
  for (const one of found) fields.set(one.field, [...(fields.get(one.field) ?? []), one]);
  return fields;
}

function changes(row, note, deck) {
  if (!row.change) return null;
  const part = element("section", { id: "changes" }, element("h2", { textContent: `Since ${deck.last}` }));
  if (row.change === "new") part.append(element("p", { textContent: "New: it comes with the next release." }));
  const found = note?.changes;
  if (!found) return part;
  if (found.trouble) part.append(element("p", { textContent: found.trouble }));
  for (const { name, pieces } of found.fields ?? []) {
    const names = { same: "span", removed: "del", added: "ins" };
    part.append(element("h3", { textContent: name }),
      element("p", { className: "words" }, ...pieces.map(([edit, text]) => element(names[edit], { textContent: text }))));
  }
  const tags = [...(found.tags_added ?? []).map((tag) => element("ins", { textContent: tag })), ...(found.tags_removed ?? []).map((tag) => element("del", { textContent: tag }))];
  if (tags.length) part.append(element("h3", { textContent: "Tags" }), element("p", {}, ...tags.flatMap((tag) => [tag, " "])));
  return part;
}

function facts(row, deck) {
  const list = element("dl");
  const add = (name, ...values) => list.append(element("dt", { textContent: name }), ...values.map((value) => element("dd", {}, value)));
  add("Id", row.id ? element("code", { textContent: row.id }) : "none yet: ankigen stamp writes one");
  add("Kind", row.kind);
  add("Cards", plural(row.cards, "card"));
  add("Review", [row.review, row.reviewed].filter(Boolean).join(", ") || "not stated");
  add("Tags", ...row.tags);
  const texts = new Map((deck.objectives ?? []).map((one) => [one.id, one.text]));
  if (row.covers.length) add("Covers", ...row.covers.map((id) => `${id}${texts.has(id) ? ` ${texts.get(id)}` : ""}`));
  return element("section", {}, element("h2", { textContent: "Note" }), list);
}

export function elsewhere(deck, editor) {
  const part = byId("elsewhere"), found = deck.elsewhere;
  part.hidden = !found.length;
  part.querySelector("summary").textContent = `${plural(found.length, "finding")} outside of the notes`;
  part.classList.toggle("error", found.some((one) => one.severity === "error"));
  const link = (one) => pathLink(editor, one.path, one.line, one.column, `${one.file}:${one.line}`);
  part.querySelector("ul").replaceChildren(...found.map((one) => findingItem(one, link)));
}
