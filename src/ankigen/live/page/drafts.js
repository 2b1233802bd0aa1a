// Drawings that are not saved yet, kept by the browser: a reload or a crash loses none of them.
// What is drawn is written at once, before the page can go; the file of a new picture, which is large, only when it comes.

import { within } from "./handoff.js";

const KIND = "draft";
const WAIT = 1_000; // ms: a page that is reloaded lets go of its drawing first

/** The drawing of one page. `name` tells it from all others: the note's id, or a new picture's own. */
export class Draft {
  constructor(folder, name) {
    this.parts = [KIND, folder, name];
  }

  get key() { return JSON.stringify(this.parts); }

  /** What was left of it; null if nothing was, or another page is drawing on it: then this one keeps to itself. */
  async open() {
    if (!(await alone(this.key))) this.parts.push(crypto.randomUUID());
    return left(this.key);
  }

  /** Nothing is kept of null. */
  keep(state) {
    try {
      if (state) localStorage.setItem(this.key, JSON.stringify({ ...state, at: Date.now() }));
      else localStorage.removeItem(this.key);
    } catch {
      // The browser has no room, or keeps nothing: it asks before the page goes.
    }
  }

  keepFile(file) {
    return within((store) => store.put(file, this.key)).catch(() => {});
  }

  forget() {
    return forget(this.key);
  }
}

function left(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

/** The drawings of new pictures in a deck's folder that were left: {key, name, file, state}, the last one first. */
export async function pictures(folder) {
  const found = [];
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(JSON.stringify([KIND, folder]).slice(0, -1))) continue;
    const state = left(key), file = state && (await within((store) => store.get(key)).catch(() => null));
    if (file) found.push({ key, name: JSON.parse(key)[2], file, state });
  }
  return found.sort((one, other) => other.state.at - one.state.at);
}

export function forget(key) {
  localStorage.removeItem(key);
  return within((store) => store.delete(key)).catch(() => {});
}

/** Whether no other page has it; from now on this one does. */
function alone(name) {
  return new Promise((resolve) => {
    const waits = new AbortController();
    setTimeout(() => waits.abort(), WAIT);
    navigator.locks.request(name, { signal: waits.signal }, () => {
      resolve(true);
      return new Promise(() => {});
    }).catch(() => resolve(false));
  });
}
