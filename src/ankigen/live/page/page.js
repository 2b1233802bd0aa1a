// The page: what is chosen, and what follows from it. The choice is in the address, so that a reload keeps it.

import { ask, byId, deckPath, element, plural } from "./ask.js";
import { Card, WIDTHS } from "./card.js";
import { List } from "./list.js";
import { Deck, heir } from "./notes.js";
import { objectives } from "./objectives.js";
import { isChanged, matcher, unknown } from "./search.js";
import { aside, editorLink, elsewhere, noAside } from "./side.js";
import { tools } from "./tools.js";
import { Updates } from "./updates.js";

const KEYS = [
  ["Space", "flip the card"], ["→ ←", "next and previous card, through all notes"], ["↓ ↑", "next and previous note"],
  ["Home End", "first and last note"], ["1 … 9", "a card of the note"], ["/", "search"], ["Esc", "leave the search; again: clear it"], ["w", "phone, tablet, desktop"],
  ["n", "day, night, or as the system has it"], ["b", "both sides"], ["f", "notes with findings"], ["c", "notes that changed"],
  ["o", "objectives"], ["e", "open in the editor"], ["?", "these keys"],
];
const night = matchMedia("(prefers-color-scheme: dark)");
const narrow = matchMedia("(max-width: 760px)");
const place = new URLSearchParams(location.hash.slice(1));
const kept = JSON.parse(localStorage.getItem("ankigen") ?? "{}");
const chosen = {
  deck: place.get("deck") ?? "", note: place.get("note") ?? "", card: Number(place.get("card") ?? 1), back: place.get("side") === "back",
  query: place.get("q") ?? "", kind: place.get("kind") ?? "", review: place.get("review") ?? "", changed: place.has("changed"), found: place.has("found"),
};
const look = { width: kept.width in WIDTHS ? kept.width : "phone", colours: kept.colours ?? "system", both: kept.both ?? false };

let deck = null, note = null, rows = [], editor = "", boot = "", decks = [], asked = 0, lost = null;
const troubles = new Map();
const list = new List(async (key) => {
  await choose(key);
  if (narrow.matches) document.querySelector("main").scrollIntoView();
});
const card = new Card((event) => pressed(event));

// ---- choosing

function keep() {
  const now = new URLSearchParams();
  const all = { deck: chosen.deck, note: chosen.note, card: chosen.card > 1 ? chosen.card : "", side: chosen.back ? "back" : "", q: chosen.query, kind: chosen.kind, review: chosen.review };
  for (const [name, value] of Object.entries(all)) if (value) now.set(name, value);
  for (const name of ["changed", "found"]) if (chosen[name]) now.set(name, "");
  history.replaceState(null, "", `${location.pathname}${location.search}#${now}`);
  localStorage.setItem("ankigen", JSON.stringify(look));
}

async function choose(key, number = 1, back = false) {
  const other = key !== chosen.note || number !== chosen.card;
  Object.assign(chosen, { note: key, card: number, back });
  list.select(key);
  list.reveal();
  await showNote(other);
  say();
}

/** To the next card (by 1) or the one before (by -1), through all notes that the search leaves. */
function step(by) {
  const to = chosen.card + by, row = deck?.rows.get(chosen.note);
  if (row && to >= 1 && to <= row.cards) return choose(chosen.note, to);
  return stepNote(by, by < 0);
}

function stepNote(by, last = false) {
  const at = rows.findIndex((row) => row.key === chosen.note);
  const to = at < 0 ? rows[0] : rows[at + by];
  if (to) return choose(to.key, last ? Math.max(to.cards, 1) : 1);
}

function flip() {
  chosen.back = !chosen.back;
  dress();
  say();
}

function say() {
  const row = deck?.rows.get(chosen.note);
  if (row) byId("said").textContent = `${row.title}. ${row.cards > 1 ? `Card ${chosen.card} of ${row.cards}. ` : ""}${chosen.back ? "Answer" : "Question"}.`;
}

// ---- showing

function dress() {
  const dark = look.colours === "system" ? night.matches : look.colours === "night";
  document.documentElement.classList.toggle("night", look.colours === "night");
  document.documentElement.classList.toggle("day", look.colours === "day");
  card.wear({ width: look.width, night: dark, both: look.both, back: chosen.back });
  byId("flip").disabled = look.both;
  byId("flip").textContent = chosen.back && !look.both ? "Show question" : "Show answer";
  keep();
}

function showList() {
  rows = deck ? [...deck.rows.values()].filter(matcher(chosen, deck.last)) : [];
  list.selected = chosen.note;
  list.show(rows);
  const all = deck?.rows.size ?? 0;
  byId("count").textContent = rows.length === all ? plural(all, "note") : `${rows.length.toLocaleString("en")} of ${plural(all, "note")}`;
  byId("unknown").textContent = deck ? unknown(chosen.query, [...deck.rows.values()], rows.length).join(" ") : "";
}

function showDeck() {
  const all = [...deck.rows.values()], count = (test) => all.filter(test).length;
  document.title = `${deck.name}: live preview`;
  byId("name").textContent = deck.name.replaceAll("::", " › ");
  const cards = all.reduce((sum, row) => sum + row.cards, 0);
  const since = deck.last ? `, ${count(isChanged) ? plural(count(isChanged), "note") : "none"} changed since ${deck.last}` : "";
  byId("facts").textContent = `${deck.version} · ${plural(all.length, "note")}, ${plural(cards, "card")}${since}`;
  byId("changed-tick").hidden = !deck.last;
  byId("changed-tick").querySelector("span").textContent = `Changed since ${deck.last} (${count(isChanged).toLocaleString("en")})`;
  byId("found").parentElement.querySelector("span").textContent = `With findings (${count((row) => row.findings.length).toLocaleString("en")})`;
  options("kind", ["", ...new Set(all.map((row) => row.kind))], { "": "any" });
  options("review", ["", ...new Set(all.map((row) => row.review || "none"))], { "": "any", none: "not stated" });
  elsewhere(deck, editor, troubles.has(deck.slug));
  objectives(deck, (id) => search({ query: `covers:${id}` }));
}

function options(id, values, names) {
  const box = byId(id);
  if (JSON.stringify(values) === box.dataset.values) return;
  box.dataset.values = JSON.stringify(values);
  if (chosen[id] && !values.includes(chosen[id])) values.push(chosen[id]);
  box.replaceChildren(...values.map((value) => element("option", { value, textContent: names[value] ?? value })));
  box.value = chosen[id];
}

async function showNote(fresh = false) {
  const row = deck?.rows.get(chosen.note), turn = ++asked;
  if (deck) tools(deck, row);
  byId("gone").hidden = Boolean(row) || !chosen.note;
  byId("gone").textContent = note ? "This note is not in the sources any more; what is shown is how it was." : `There is no note '${chosen.note}' in the sources; choose one from the list.`;
  if (!row) {
    noAside();
    dress();
    return;
  }
  let found = null;
  try {
    found = await ask(`${deckPath(deck.slug)}/note?key=${encodeURIComponent(row.key)}`);
  } catch {
    return; // it changed meanwhile, or the server ended: either is heard of
  }
  if (turn !== asked) return;
  note = found;
  chosen.card = Math.min(Math.max(chosen.card, 1), Math.max(note.cards.length, 1));
  byId("title").textContent = row.title || "(no heading)";
  byId("place").replaceChildren(editorLink(editor, deck.folder, row.file, row.line, 1, `${row.file}:${row.line}`), note.cards.length ? "" : " · makes no card yet");
  showCards();
  aside(row, note, deck, editor);
  await card.show(note.cards[chosen.card - 1], note.style, fresh);
  dress();
  document.dispatchEvent(new CustomEvent("ankigen:note", { detail: { deck, row, note } }));
}

function showCards() {
  const several = note.cards.length > 1;
  byId("cards").hidden = !several;
  radios("cards", Object.fromEntries(several ? note.cards.map((one, at) => [at + 1, String(one.number)]) : []), String(chosen.card), (value) => choose(chosen.note, Number(value), chosen.back));
}

/** Radio buttons in a fieldset, made anew only if the choices are others. */
function radios(id, choices, value, change) {
  const box = byId(id), names = JSON.stringify(choices);
  if (box.dataset.names !== names) {
    box.dataset.names = names;
    box.querySelectorAll("label").forEach((label) => label.remove());
    for (const [choice, label] of Object.entries(choices)) {
      const input = element("input", { type: "radio", name: id, value: choice });
      box.append(element("label", {}, input, element("span", { textContent: label })));
    }
  }
  box.onchange = (event) => change(event.target.value);
  for (const input of box.querySelectorAll("input")) input.checked = input.value === value;
}

function showLook() {
  radios("width", Object.fromEntries(Object.entries(WIDTHS).map(([name, [label]]) => [name, label])), look.width, (value) => wear({ width: value }));
  radios("colours", { system: "System", day: "Day", night: "Night" }, look.colours, (value) => wear({ colours: value }));
  byId("both").checked = look.both;
  dress();
}

function wear(change) {
  Object.assign(look, change);
  showLook();
}

function search(change) {
  Object.assign(chosen, change);
  byId("query").value = chosen.query;
  for (const id of ["kind", "review"]) byId(id).value = chosen[id];
  for (const id of ["changed", "found"]) byId(id).checked = chosen[id];
  showList();
  list.reveal();
  keep();
}

/** What differs from the system first, so that each press but the last one shows. */
function nextColours() {
  const all = ["system", ...(night.matches ? ["day", "night"] : ["night", "day"])];
  return all[(all.indexOf(look.colours) + 1) % all.length];
}

// ---- hearing

async function open(slug) {
  const loaded = await Deck.load(slug);
  // A change may have been heard of while this was on its way.
  if (deck?.slug !== slug || deck.number < loaded.number) deck = loaded;
  chosen.deck = slug;
  byId("deck").value = slug;
  showDeck();
  showList();
  if (!chosen.note && rows.length) await choose(rows[0].key);
  else {
    list.reveal();
    await showNote();
  }
  notices();
}

async function hello(state) {
  if (boot && boot !== state.boot) {
    location.reload();
    return;
  }
  boot = state.boot;
  ({ editor } = await ask("/state"));
  hearDecks(state.decks);
  const current = decks.find((one) => one.deck === chosen.deck) ?? (deck ? null : decks[0]);
  if (current && current.number !== deck?.number) await open(current.deck);
  notices();
}

function hearDecks(found) {
  decks = found;
  for (const one of found) if (one.trouble) troubles.set(one.deck, one.trouble);
  byId("decks").hidden = decks.length < 2;
  byId("deck").replaceChildren(...decks.map((one) => element("option", { value: one.deck, textContent: one.name })));
  byId("deck").value = chosen.deck;
}

async function hear(change) {
  if (change.bug) {
    troubles.set(chosen.deck, `ankigen has a mistake of its own (${change.bug}); the terminal says more. The page goes on with the next save.`);
    return notices();
  }
  if (change.decks) hearDecks(change.decks);
  if (change.trouble) troubles.set(change.deck, change.trouble);
  else troubles.delete(change.deck);
  if (change.gone && change.deck === chosen.deck) {
    const renamed = change.renamed;
    if (renamed) return open(renamed);
  } else if (!change.gone && !change.trouble && change.deck === chosen.deck) {
    const before = deck?.rows.get(chosen.note);
    if (before) lost = { row: before, keys: new Set(deck.rows.keys()) };
    if (!deck || !deck.change(change)) return open(change.deck);
    // A note whose id was changed is the one at its place.
    if (!deck.rows.has(chosen.note) && lost?.row.key === chosen.note) chosen.note = heir(lost, deck.rows)?.key ?? chosen.note;
    // The card first: that is what somebody waits for.
    if (!deck.rows.has(chosen.note) && !chosen.note && deck.rows.size) chosen.note = deck.rows.keys().next().value;
    const shown = showNote();
    showList();
    showDeck();
    await shown;
  } else if (!deck && !change.gone && !change.trouble) return open(change.deck);
  return notices();
}

function notices() {
  const there = decks.some((one) => one.deck === chosen.deck), texts = [];
  if (troubles.has(chosen.deck)) texts.push(troubles.get(chosen.deck));
  if (deck && !there) texts.push(`The folder of ${chosen.deck} is not there any more; what is shown is how it was.`);
  if (!deck && !decks.length) texts.push("No deck is here: ankigen new makes one.");
  byId("notices").replaceChildren(...texts.map((text) => element("p", { className: "notice", textContent: text })));
  if (deck) elsewhere(deck, editor, troubles.has(deck.slug));
  connection(true);
}

const errors = () => [deck, ...deck.rows.values()].flatMap((one) => one.elsewhere ?? one.findings).filter((one) => one.severity === "error").length;

function connection(there) {
  const state = byId("state"), count = there && deck ? errors() : 0, broken = there && troubles.has(chosen.deck);
  const text = !there ? "No connection: is ankigen preview --live still running?" : broken ? "Cannot be read" : `${deck && !deck.whole ? "Checking …" : "Up to date"}${count ? ` · ${plural(count, "error")}` : ""}`;
  if (state.textContent !== text) state.textContent = text;
  state.className = there && !count && !broken ? "" : "error";
}

// ---- keys and controls

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || byId("keys").open) return;
  const target = event.target, at = (what) => target.closest?.(what);
  if (at("input[type=search]")) {
    if (event.key !== "Escape") return;
    event.preventDefault(); // the browser would clear it
    byId("list").focus();
    return;
  }
  if (at("select, textarea, input[type=text]")) return;
  const inside = target.ownerDocument !== document;
  if (event.key === " " && at("button, summary, a, input")) return;
  if (event.key.startsWith("Arrow") && (at("input[type=radio]") || (inside && /Up|Down/.test(event.key)))) return;
  if (/^(Home|End)$/.test(event.key) && inside) return;
  const actions = {
    " ": () => !look.both && flip(), ArrowRight: () => step(1), ArrowLeft: () => step(-1), ArrowDown: () => stepNote(1), ArrowUp: () => stepNote(-1),
    Home: () => rows.length && choose(rows[0].key), End: () => rows.length && choose(rows.at(-1).key),
    "/": () => byId("query").focus(), Escape: () => search({ query: "", kind: "", review: "", changed: false, found: false }),
    w: () => wear({ width: Object.keys(WIDTHS)[(Object.keys(WIDTHS).indexOf(look.width) + 1) % 3] }),
    n: () => wear({ colours: nextColours() }),
    b: () => wear({ both: !look.both }), f: () => search({ found: !chosen.found }), c: () => deck?.last && search({ changed: !chosen.changed }),
    o: () => (byId("objectives").open = !byId("objectives").open), e: () => byId("place").querySelector("a")?.click(), "?": () => byId("keys").showModal(),
  };
  const digit = /^[1-9]$/.test(event.key) && deck?.rows.get(chosen.note)?.cards >= Number(event.key);
  const action = digit ? () => choose(chosen.note, Number(event.key)) : actions[event.key];
  if (!action) return;
  event.preventDefault();
  action();
}

document.addEventListener("keydown", pressed);
byId("previous").onclick = () => step(-1);
byId("next").onclick = () => step(1);
byId("flip").onclick = flip;
byId("both").onchange = (event) => wear({ both: event.target.checked });
byId("help").onclick = () => byId("keys").showModal();
byId("keys").querySelector("dl").append(...KEYS.flatMap(([key, what]) => [element("dt", {}, ...key.split(" ").flatMap((one) => [element("kbd", { textContent: one }), " "])), element("dd", { textContent: what })]));
byId("query").oninput = (event) => search({ query: event.target.value });
byId("search").onsubmit = (event) => {
  event.preventDefault();
  if (rows.length) choose(rows[0].key);
  byId("list").focus();
};
for (const id of ["kind", "review"]) byId(id).onchange = (event) => search({ [id]: event.target.value });
for (const id of ["changed", "found"]) byId(id).onchange = (event) => search({ [id]: event.target.checked });
byId("deck").onchange = (event) => {
  Object.assign(chosen, { note: "", card: 1, back: false });
  open(event.target.value);
};
night.addEventListener("change", dress);

new ResizeObserver(([header]) => document.documentElement.style.setProperty("--top", `${header.borderBoxSize[0].blockSize}px`)).observe(document.querySelector("header"));
search({});
showLook();
new Updates({ hello, change: hear, state: connection });
