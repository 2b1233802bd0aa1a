// The deck as the page knows it: what the server said last.

import { ask, deckPath } from "./ask.js";

/** The note that a lost one, {row, keys}, became when its id or heading was changed: a new one of its file, with its
 * heading or at its line. `keys` are those of all notes when it was there. */
export function heir({ row, keys }, rows) {
  const fresh = [...rows.values()].filter((one) => !keys.has(one.key) && one.file === row.file);
  return fresh.find((one) => one.title === row.title) ?? fresh.find((one) => one.line === row.line);
}

export class Deck {
  constructor(whole) {
    this.take(whole);
    this.rows = new Map(whole.rows.map((row) => [row.key, row]));
  }

  static async load(slug) {
    return new Deck(await ask(deckPath(slug)));
  }

  /** Whether the change could be made: false if this page missed one before it. */
  change(delta) {
    if (delta.number <= this.number) return true;
    if (delta.from !== this.number) return false;
    const changed = new Map(delta.rows.map((row) => [row.key, row]));
    if (delta.order) {
      this.rows = new Map(delta.order.map((key) => [key, changed.get(key) ?? this.rows.get(key)]));
    } else {
      for (const [key, row] of changed) this.rows.set(key, row);
    }
    this.take(delta);
    return true;
  }

  take(head) {
    const { deck, number, name, version, last, whole, folder, elsewhere, objectives } = head;
    Object.assign(this, { slug: deck, number, name, version, last, whole, folder, elsewhere, objectives });
  }
}
