// The objectives as a picture: a square each, the fuller the more notes cover it.

import { byId, element, plural } from "./ask.js";

export function objectives(deck, choose) {
  const part = byId("objectives");
  part.hidden = !deck.objectives?.length;
  if (part.hidden) return;
  const counts = new Map();
  for (const row of deck.rows.values()) for (const id of new Set(row.covers)) counts.set(id, (counts.get(id) ?? 0) + 1);
  const covered = deck.objectives.filter((one) => counts.get(one.id)).length;
  part.querySelector("summary").textContent = `${covered} of ${plural(deck.objectives.length, "objective")} covered`;
  const drawn = JSON.stringify([deck.objectives, [...counts]]);
  if (part.drawn === drawn) return;
  part.drawn = drawn;
  const sections = new Map();
  for (const one of deck.objectives) {
    const name = one.sections.at(-1) ?? "";
    sections.set(name, [...(sections.get(name) ?? []), one]);
  }
  part.querySelector("div").replaceChildren(...[...sections].map(([name, found]) => {
    const list = element("ul", { className: "squares" }, ...found.map((one) => element("li", {}, square(one, counts.get(one.id) ?? 0, choose))));
    const taught = found.filter((one) => counts.get(one.id)).length;
    return element("section", {}, element("h2", { textContent: `${name || "Objectives"} ` }, element("span", { className: "quiet", textContent: `${taught} of ${found.length}` })), list);
  }));
}

function square(one, count, choose) {
  const label = `${one.id}: ${one.text} – ${count ? plural(count, "note") : "no note yet"}`;
  const made = element("button", { type: "button", className: `square n${Math.min(count, 3)}`, title: label, textContent: one.id, onclick: () => choose(one.id) });
  made.ariaLabel = label;
  return made;
}
