// The list of notes by section. Only what is in sight is in the document: ten thousand notes scroll as ten do.

import { byId, element, plural } from "./ask.js";

const NOTE = 54, SECTION = 34, BEYOND = 300; // px; the style sheet has the same heights

export class List {
  constructor(choose) {
    this.box = byId("list");
    this.room = byId("room");
    this.items = [];
    this.made = new Map();
    this.selected = "";
    this.choose = choose;
    this.box.addEventListener("scroll", () => this.draw(), { passive: true });
    new ResizeObserver(() => this.draw()).observe(this.box);
    this.box.addEventListener("click", (event) => {
      const chosen = event.target.closest("[role=option]");
      if (chosen) choose(chosen.dataset.key);
    });
  }

  /** Show these rows. What was at the top stays there, whatever came or went above it. */
  show(rows) {
    const top = this.box.scrollTop, at = this.first(top);
    const anchors = this.items.slice(at, at + 20).filter((item) => item.key);
    const offset = (item) => item.top - top;
    const before = anchors.map((item) => [item.key, offset(item)]);
    this.items = [...laidOut(rows)];
    this.index = new Map(this.items.map((item, number) => [item.key, number]));
    const last = this.items.at(-1);
    this.room.style.height = `${last ? last.top + last.height : 0}px`;
    const kept = before.find(([key]) => this.index.has(key));
    if (kept && top > 0) this.box.scrollTop = this.items[this.index.get(kept[0])].top - kept[1];
    this.draw();
  }

  select(key) {
    this.selected = key;
    this.draw();
  }

  /** Scroll so far that the selected note is in sight. */
  reveal() {
    const item = this.items[this.index?.get(this.selected)];
    if (!item) return;
    const { scrollTop, clientHeight } = this.box;
    if (item.top - SECTION < scrollTop) this.box.scrollTop = item.top - SECTION;
    else if (item.top + item.height > scrollTop + clientHeight) this.box.scrollTop = item.top + item.height - clientHeight;
    this.draw();
  }

  first(top) {
    let low = 0, high = this.items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.items[middle].top + this.items[middle].height <= top) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  draw() {
    const { scrollTop, clientHeight } = this.box, drawn = [];
    for (let at = this.first(scrollTop - BEYOND); at < this.items.length; at++) {
      const item = this.items[at];
      if (item.top > scrollTop + clientHeight + BEYOND) break;
      drawn.push(item);
    }
    // The selected one is always there: the list names it as its active descendant.
    const chosen = this.items[this.index?.get(this.selected)];
    if (chosen && !drawn.includes(chosen)) drawn.splice(chosen.top < scrollTop ? 0 : drawn.length, 0, chosen);
    const made = new Map(drawn.map((item) => [item.name, this.element(item)]));
    for (const [name, one] of this.made) if (made.get(name) !== one) one.remove();
    let next = this.room.firstChild; // in their order, for those who have them read out
    for (const one of made.values()) {
      if (one === next) next = next.nextSibling;
      else this.room.insertBefore(one, next);
    }
    this.made = made;
    if (chosen) this.box.setAttribute("aria-activedescendant", made.get(chosen.name).id);
    else this.box.removeAttribute("aria-activedescendant");
  }

  element(item) {
    let one = this.made.get(item.name);
    if (!one || one.row !== item.row || one.titles !== item.titles) {
      one = item.row ? option(item) : element("div", { className: `section level${item.level}`, textContent: item.title });
      if (!item.row) one.ariaHidden = "true";
      one.row = item.row;
      one.titles = item.titles;
    }
    one.style.top = `${item.top}px`;
    if (item.row) {
      one.id = `option-${item.number}`;
      one.ariaSelected = String(item.key === this.selected);
      one.ariaPosInSet = String(item.number);
      one.ariaSetSize = String(item.of());
    }
    return one;
  }
}

function* laidOut(rows) {
  let top = 0, above = [], number = 0;
  for (const row of rows) {
    const path = row.sections.length ? row.sections : ["Without a section"];
    let known = 0;
    while (known < path.length && path[known] === above[known]) known++;
    for (let level = known; level < path.length; level++) {
      yield { name: `section ${number} ${level}`, title: path[level], titles: path[level], level: level + 1, top, height: SECTION };
      top += SECTION;
    }
    number++;
    yield { name: row.key, key: row.key, row, number, of: () => rows.length, top, height: NOTE };
    top += NOTE;
    above = path;
  }
}

function option({ row }) {
  const errors = row.findings.filter((one) => one.severity === "error").length;
  const marks = element("span", { className: "marks" });
  if (errors) marks.append(element("span", { className: "mark error", textContent: plural(errors, "error") }));
  if (row.findings.length > errors) marks.append(element("span", { className: "mark", textContent: plural(row.findings.length - errors, "finding") }));
  if (row.change) marks.append(element("span", { className: "mark change", textContent: row.change }));
  const about = element("span", { className: "facts" }, element("span", { textContent: `${row.kind} · ${row.id || "no id yet"}` }), marks);
  const one = element("div", { className: "note" }, element("span", { className: "words", textContent: row.title || "(no heading)" }), about);
  one.setAttribute("role", "option");
  one.dataset.key = row.key;
  return one;
}
