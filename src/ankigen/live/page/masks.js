// The page on which masks are drawn: of a note (?deck=…&note=…), or of a new picture (?deck=…).

import { ask, byId, deckPath, element, plural, token, useAddress, write } from "./ask.js";
import { Draft, forget, pictures } from "./drafts.js";
import { take as takeDropped } from "./handoff.js";
import { Canvas } from "./mask-canvas.js";
import { corners, fewerCorners, grouped, grown, History, identified, inTheMiddle, moreCorners, moved, newMask, rebased, ungrouped, withCorner, withMask, withoutPlace, withPlace } from "./mask-shapes.js";
import { listText } from "./mask-text.js";
import { editorLink } from "./side.js";

const TOOLS = { select: "Select", box: "Rectangle", ellipse: "Ellipse", polygon: "Polygon", shape: "Shape of the drawing" };
const KEYS = [
  ["Tab", "from place to place"], ["← ↑ → ↓", "move the place; with Ctrl by a tenth"], ["Shift ← ↑ → ↓", "make it narrower, shorter, wider, taller"],
  ["Enter", "write its label; ends a polygon"], ["Delete", "delete the place"], ["Insert", "a new place in the middle of the picture"],
  ["r e p s v", "rectangle, ellipse, polygon, shape of the drawing, select"], ["c", "the next corner of a polygon: arrows move it, + adds one, - takes it away"],
  ["Space", "tick the mask, to group it"], ["g u", "group the ticked masks, ungroup"],
  ["Ctrl Z", "undo, also what was saved; with Shift: redo"], ["Ctrl S", "save"], ["Esc", "leave a polygon or a corner, put nothing down"], ["?", "these keys"],
];
const STEP = 1, FINE = 0.1; // per cent
const LARGEST = 10_000_000; // bytes
const query = new URLSearchParams(location.search);
const deck = query.get("deck") ?? "", path = deckPath(deck);

let note = query.get("note") ?? "", file = "", digest = "", history = new History([]), base = [], live = null, draft = null, editor = "", saving = false, picture = null;
let chosen = null, corner = null;
const picked = new Set();

const canvas = new Canvas(byId("canvas"), {
  add: (place) => add(place),
  change(mask, place, value, done) {
    const masks = withPlace(history.now, mask, place, value);
    if (done) put(masks);
    else draw(masks);
  },
  select(mask, place, more) {
    if (more && mask !== null) tick(mask);
    choose(mask, place);
    if (mask !== null) focusPlace();
  },
  focus(mask, place) {
    if (chosen?.mask !== mask || chosen?.place !== place) choose(mask, place);
  },
});

// ---- what is drawn

const masks = () => live ?? history.now;
const place = () => (chosen ? history.now[chosen.mask]?.places[chosen.place] : undefined);

/** A state that can be undone. */
function put(changed) {
  live = null;
  history.add(changed);
  if (!place()) chosen = null;
  show();
}

function draw(changed) {
  live = changed;
  byId("save").disabled = saving;
  draft?.keep(unsaved());
  canvas.draw({ masks: masks(), chosen, picked, corner });
}

function add(drawn) {
  put([...history.now, newMask(drawn)]);
  choose(history.now.length - 1, 0);
  focusLabel();
}

function choose(mask, number) {
  chosen = mask === null ? null : { mask, place: number };
  corner = null;
  show();
}

function tick(mask) {
  if (!picked.delete(mask)) picked.add(mask);
  show();
}

function change(changed) {
  if (chosen) put(withPlace(history.now, chosen.mask, chosen.place, changed));
}

function remove() {
  if (!chosen) return;
  const { mask, place: number } = chosen, before = history.now.length;
  put(withoutPlace(history.now, mask, number));
  picked.clear();
  const left = history.now.length < before ? Math.min(mask, history.now.length - 1) : mask;
  choose(left < 0 ? null : left, 0);
  if (chosen) focusPlace();
  else byId("add").focus();
}

function group() {
  const all = [...picked].sort((one, other) => one - other);
  if (all.length < 2) return status("Tick the masks that shall be one card: Shift and click, Space, or the boxes in the list.");
  picked.clear();
  put(grouped(history.now, all));
  choose(all[0], 0);
  focusPlace();
}

function ungroup() {
  if (!chosen || history.now[chosen.mask].places.length < 2) return status("This mask has one place only.");
  put(ungrouped(history.now, chosen.mask));
  choose(chosen.mask, 0);
}

function step(back) {
  if (back) history.undo();
  else history.redo();
  live = null;
  picked.clear();
  if (chosen && !place()) chosen = null;
  show();
  if (!document.activeElement?.closest("#masks, .bar")) focusPlace();
  say(back ? "Undone." : "Redone.");
}

// ---- showing

function show() {
  canvas.draw({ masks: masks(), chosen, picked, corner });
  showList();
  byId("undo").disabled = !history.canUndo;
  byId("redo").disabled = !history.canRedo;
  byId("delete").disabled = !chosen;
  byId("group").disabled = picked.size < 2;
  byId("ungroup").disabled = !chosen || history.now[chosen.mask].places.length < 2;
  byId("save").disabled = saving || !(history.isChanged || live || (picture && history.now.length));
  document.title = `${isDirty() ? "• " : ""}${byId("title").textContent}`;
  draft?.keep(unsaved());
}

/** What would be lost with the page; null if nothing would. */
function unsaved() {
  if (!isDirty()) return null;
  if (!picture) return { digest, base, masks: masks() };
  const [heading, alt, source] = ["heading", "alt", "source"].map((id) => byId(id).value);
  return { masks: masks(), heading, alt, source };
}

const isDirty = () => history.isChanged || live !== null || Boolean(picture);

function showList() {
  const list = byId("masks"), now = masks();
  byId("count").textContent = now.length ? plural(now.length, "mask") : "No masks yet";
  while (list.children.length > now.length) list.lastChild.remove();
  now.forEach((mask, at) => {
    const item = list.children[at] ?? list.appendChild(row(at));
    const { label, hint, hidden, tick: ticked, facts } = item.parts;
    item.classList.toggle("chosen", chosen?.mask === at);
    for (const [input, value] of [[label, mask.label], [hint, mask.hint]]) if (document.activeElement !== input && input.value !== value) input.value = value;
    label.disabled = mask.fixed;
    hint.disabled = mask.fixed || !mask.hidden;
    hidden.checked = mask.hidden;
    hidden.disabled = mask.fixed;
    ticked.checked = picked.has(at);
    label.toggleAttribute("aria-invalid", false);
    facts.textContent = `${plural(mask.places.length, "place")}${mask.number ? `, c${mask.number}` : ""}`;
  });
}

/** The line of a mask in the list. What is typed is kept while it is typed, and can be undone as a whole. */
function row(at) {
  const typed = (name) => (event) => {
    draw(withMask(history.now, at, { [name]: event.target.value }));
    if (event.type === "change") put(withMask(history.now, at, { [name]: event.target.value.trim() }));
  };
  const chooses = () => chosen?.mask !== at && choose(at, 0);
  const text = (name) => element("input", { oninput: typed(name), onchange: typed(name), onfocus: chooses, autocomplete: "off", spellcheck: true, id: `${name}-${at}` });
  const [label, hint] = [text("label"), text("hint")];
  const hidden = element("input", { type: "checkbox", onchange: () => put(withMask(history.now, at, { hidden: hidden.checked })) });
  const ticked = element("input", { type: "checkbox", onchange: () => tick(at) });
  const facts = element("span");
  ticked.setAttribute("aria-label", `To group: mask ${at + 1}`);
  hidden.setAttribute("aria-label", `Hidden: mask ${at + 1}`);
  const item = element("li", {},
    element("label", {}, `${at + 1}`, label), element("label", {}, "Hint", hint),
    element("div", { className: "facts" }, element("label", { className: "tick" }, hidden, " Hidden"), element("label", { className: "tick" }, ticked, " To group"), facts));
  label.setAttribute("aria-label", `Label of mask ${at + 1}`);
  hint.setAttribute("aria-label", `Hint of mask ${at + 1}`);
  item.parts = { label, hint, hidden, tick: ticked, facts };
  return item;
}

function status(text, error = false) {
  byId("status").textContent = text;
  byId("status").classList.toggle("error", error);
}

const say = (text) => (byId("said").textContent = text);
/** To the chosen place, or else to the picture: Tab goes to its first place. What is typed is put down first. */
function focusPlace() {
  if (document.activeElement?.closest("#masks")) document.activeElement.blur();
  (chosen && byId("canvas").querySelector(`[data-mask="${chosen.mask}"][data-place="${chosen.place}"]`) || byId("canvas")).focus();
}
const focusLabel = () => chosen && byId(`label-${chosen.mask}`)?.focus();

// ---- the server

const answerOf = ({ text }) => {
  try {
    return JSON.parse(text);
  } catch {
    return { message: text };
  }
};
const sent = () => masks().map(({ label, hint, hidden, fixed, line, number, places }) => ({
  label, hint, hidden, fixed, line, number, places: places.map(({ form, numbers, shape }) => ({ form, numbers, shape })),
}));

async function save() {
  if (saving || byId("save").disabled) return;
  const before = document.activeElement;
  before?.blur(); // what is typed is put down
  const empty = masks().findIndex((mask) => !mask.label.trim());
  if (empty >= 0) {
    choose(empty, 0);
    focusLabel();
    byId(`label-${empty}`).setAttribute("aria-invalid", "true");
    return status(`Mask ${empty + 1} has no label: write what it covers.`, true);
  }
  if (picture && !filled()) return;
  saving = true;
  show();
  status("Saving …");
  try {
    await (picture ? saveNew() : saveMasks());
  } catch {
    status("The server does not answer. Start ankigen preview --live again, then save: your drawing is still here, and this browser keeps it.", true);
    rescue();
  }
  saving = false;
  show();
  if (byId("conflict").hidden && byId("stranger").hidden && document.activeElement === document.body) refocus(before);
}

async function saveMasks() {
  const answer = await write(`${path}/masks`, JSON.stringify({ note, digest, masks: sent() })), found = answerOf(answer);
  if (answer.ok) {
    taken(found, () => history.save(found.masks));
    status(`Saved into ${found.source}.`);
    return;
  }
  if (answer.status === 403) return strange();
  status(answer.status === 409 ? "Not saved." : found.message, true);
  rescue();
  byId("conflict").hidden = answer.status !== 409;
  byId("conflict").querySelector("p").textContent = `${found.message}. Your drawing is kept on this page.`;
}

async function saveNew() {
  const { name, data } = picture;
  const asked = { name, picture: data, heading: byId("heading").value, alt: byId("alt").value, source: byId("source").value, masks: sent() };
  const answer = await write(`${path}/picture-note`, JSON.stringify(asked)), found = answerOf(answer);
  if (answer.status === 403) return strange();
  if (!answer.ok) {
    status(found.message, true);
    rescue();
    return wrong(found.field);
  }
  const drawn = history;
  picture = null;
  await draft.forget();
  draft = null;
  history = new History([]);
  note = found.note;
  byId("new").hidden = true;
  byId("back").href = backTo();
  address({ note, draft: null });
  await reload(20, (masks) => {
    history = drawn;
    history.save(masks);
  });
  status(`Saved: media/${found.file}, and its note at the end of ${found.source}. Its heading and what the picture shows are changed there.`);
}

/** Whether what a new note needs is written; if not, the cursor is where it is missing. */
function filled() {
  const missing = { heading: "The note has no heading: write what is asked for.", alt: "Write what the picture shows: who cannot see it hears that." };
  const id = Object.keys(missing).find((one) => !byId(one).value.trim());
  if (id) {
    status(missing[id], true);
    wrong(id);
  }
  return !id;
}

function wrong(id) {
  if (!id) return;
  byId(id).setAttribute("aria-invalid", "true");
  byId(id).focus();
}

/** Where the focus was before something was saved; its button or place may be another one by now. */
function refocus(before) {
  if (before?.closest("#masks, #about") && before.checkVisibility()) before.focus();
  else focusPlace();
}

/** The server does not know this page: it was started anew with another address. */
function strange() {
  status("Not saved.", true);
  byId("stranger").hidden = false;
  rescue();
  byId("printed").focus();
}

function known() {
  if (!useAddress(byId("printed").value)) {
    byId("stranger").querySelector("[role=alert]").textContent = `This is not an address of this page's server, which ends in :${location.port}/?token=…. Start ankigen with --port ${location.port}, or copy the lines below.`;
    return;
  }
  byId("stranger").hidden = true;
  byId("back").href = backTo();
  save();
}

/** The drawing as lines, for whoever cannot save it here. */
function rescue() {
  byId("rescue").hidden = false;
  byId("rescue").querySelector("textarea").value = listText(masks());
}

/** What the file has now is what is drawn, or what `made` makes of it. */
function taken(found, made) {
  ({ digest } = found);
  live = corner = null;
  made();
  base = history.saved;
  if (!place()) chosen = null;
  picked.clear();
  for (const id of ["conflict", "stranger", "rescue"]) byId(id).hidden = true;
  const link = editor ? editorLink(editor, found.folder, found.source, found.line, 1, `${found.source}:${found.line}`) : found.source;
  setUp(found, found.image, found.title, link, ` · ${found.note}`);
}

function take(found) {
  chosen = null;
  taken(found, () => (history = new History(identified(found.masks))));
}

function setUp({ width, height, shapes }, image, title, ...facts) {
  byId("title").textContent = title;
  byId("facts").replaceChildren(...facts);
  byId("trouble").textContent = "";
  const shown = byId("picture");
  if (shown.getAttribute("src") !== image) shown.src = image;
  byId("frame").style.setProperty("--ratio", width / height);
  canvas.ratio = height / width;
  canvas.shapes = new Map(shapes.map(({ id, ...place }) => [id, { ...place, shape: "" }]));
  byId("editor").hidden = false;
  const snaps = document.querySelector("#tool input[value=shape]");
  snaps.disabled = !canvas.shapes.size;
  snaps.closest("label").title = snaps.disabled ? "Only an SVG drawing has shapes with ids" : "";
  show();
}

/** The note as the file has it now. A note that was just written is known a moment later. */
async function reload(tries = 1, made = null) {
  const response = await fetch(`${path}/drawing?note=${encodeURIComponent(note)}`, { cache: "no-store" });
  const found = answerOf({ text: await response.text() });
  if (response.ok) {
    draft ??= await drafted(found.folder, note); // before anything can be drawn
    if (made) taken(found, () => made(found.masks));
    else take(found);
    return true;
  }
  if (tries > 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    return reload(tries - 1, made);
  }
  byId("title").textContent = note;
  byId("facts").textContent = "";
  byId("trouble").textContent = found.message;
  return false;
}

/** Begin to keep what is drawn. */
async function drafted(folder, name) {
  const made = new Draft(folder, name);
  made.found = await made.open();
  return made;
}

/** Show a note, and what was drawn on it but not saved. */
async function openNote() {
  if (!(await reload())) return;
  const found = draft.found;
  if (found) {
    if (found.digest === digest) {
      base = found.base;
      history = new History(base);
    }
    put(found.digest === digest ? found.masks : rebased(found.base, found.masks, base));
    status("What you drew here and did not save is back. Undo takes it away.");
  }
  focusPlace();
}

async function putOnTop() {
  const [before, drawn] = [base, masks()];
  await reload();
  put(rebased(before, drawn, base));
  status("Your drawing lies on the file as it is now. Look at it, then save.");
  byId("save").focus();
}

// ---- a new picture

async function lookAt(chosenFile, before = null) {
  if (!chosenFile) return;
  if (chosenFile.size > LARGEST) return refuse(`${chosenFile.name} is larger than ${LARGEST / 1_000_000} MB.`);
  const data = await encoded(chosenFile);
  const answer = await write(`${path}/picture`, JSON.stringify({ name: chosenFile.name, picture: data })), found = answerOf(answer);
  if (!answer.ok) return refuse(found.message);
  const { sources, folder } = await ask(`${path}/sources`);
  byId("source").replaceChildren(...sources.map((name) => element("option", { value: name, textContent: name })));
  byId("source").value = sources.includes(before?.source) ? before.source : (sources.at(-1) ?? "");
  picture = { name: chosenFile.name, data, file: chosenFile };
  if (!draft) {
    const own = query.get("draft") ?? crypto.randomUUID();
    draft = await drafted(folder, own);
    address({ draft: own, dropped: null });
  }
  await draft.keepFile(chosenFile);
  byId("left").hidden = true;
  byId("about").hidden = false;
  byId("drop").hidden = true; // another one can be dropped all the same
  setUp(found, URL.createObjectURL(chosenFile), "New picture note", chosenFile.name);
  status("Draw what is to be hidden, and say what it is.");
  if (before) {
    [byId("heading").value, byId("alt").value] = [before.heading, before.alt];
    put(before.masks);
    status("What you drew here and did not save is back.");
  }
  byId("heading").focus();
}

const refuse = (message) => (byId("trouble").textContent = message);

/** The page for a new picture: with the file that was dropped, or what was left of an earlier one. */
async function openNew() {
  byId("title").textContent = "New picture note";
  byId("new").hidden = false;
  byId("file").focus();
  if (query.has("dropped")) {
    const dropped = await takeDropped();
    if (dropped) return lookAt(dropped);
  }
  const { folder } = await ask(`${path}/sources`), drafts = await pictures(folder);
  const mine = drafts.find(({ name }) => name === query.get("draft"));
  if (mine) return lookAt(mine.file, mine.state);
  const item = ({ key, name, file: kept, state }) => {
    const go = element("button", { type: "button", textContent: "Go on", onclick: () => location.assign(to({ draft: name })) });
    const gone = element("button", { type: "button", textContent: "Delete", onclick: () => forget(key).then(() => line.remove()) });
    const line = element("li", {}, element("span", { textContent: `${state.heading || "(no heading)"} · ${kept.name} · ${plural(state.masks.length, "mask")}` }), go, gone);
    return line;
  };
  byId("left").hidden = !drafts.length;
  byId("left").querySelector("ul").replaceChildren(...drafts.map(item));
}

const encoded = (blob) => new Promise((resolve, reject) => {
  const reader = new FileReader();
  reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
  reader.onerror = reject;
  reader.readAsDataURL(blob);
});

// ---- addresses

/** This page's address with other values; null takes one away. */
function to(changes) {
  for (const [name, value] of Object.entries({ token, ...changes })) {
    if (value === null) query.delete(name);
    else query.set(name, value);
  }
  return `${location.pathname}?${query}`;
}

const address = (changes) => window.history.replaceState(null, "", to(changes));
const backTo = () => `/?${new URLSearchParams({ token })}#${new URLSearchParams({ deck, ...(note && { note }) })}`;

// ---- keys

function use(tool) {
  const input = document.querySelector(`#tool input[value=${tool}]`);
  if (input.disabled) return status("Only an SVG drawing has shapes with ids.");
  input.checked = true;
  canvas.use(tool);
  show();
  status({ select: "", box: "Draw a rectangle over the picture.", ellipse: "Draw an ellipse over the picture.", polygon: "Click corner after corner; the first one again, or Enter, ends it.", shape: "Click a shape of the drawing." }[tool]);
}

const tool = () => canvas.tool;
const adds = () => add(inTheMiddle(tool() === "select" || tool() === "shape" ? "box" : tool()));

function arrow(event) {
  const now = place();
  if (!now || now.form === "shape") return now && status("A shape of the drawing is moved in the drawing.");
  const by = event.ctrlKey || event.metaKey ? FINE : STEP;
  const [x, y] = { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, -by], ArrowDown: [0, by] }[event.key];
  if (corner !== null) {
    const [a, b] = corners(now)[corner];
    change(withCorner(now, corner, [a + x, b + y]));
  } else {
    change(event.shiftKey ? grown(now, x, y) : moved(now, x, y));
  }
}

function nextCorner() {
  const now = place();
  if (now?.form !== "polygon") return;
  corner = corner === null ? 0 : (corner + 1) % corners(now).length;
  show();
  say(`Corner ${corner + 1} of ${corners(now).length}`);
}

function editCorner(edit) {
  if (corner === null) return;
  const at = corner;
  change(edit(place(), at));
  corner = Math.min(at, corners(place()).length - 1);
  show();
}

function leave() {
  if (canvas.cancel()) return;
  if (corner !== null) corner = null;
  else if (chosen && !document.activeElement?.closest("#canvas")) return focusPlace();
  else chosen = null;
  show();
}

const inCanvas = {
  ArrowLeft: arrow, ArrowRight: arrow, ArrowUp: arrow, ArrowDown: arrow, Delete: remove, Backspace: remove, c: nextCorner,
  "+": () => editCorner(moreCorners), "-": () => editCorner(fewerCorners), " ": () => chosen && tick(chosen.mask),
};
const anywhere = {
  Insert: adds, r: () => use("box"), e: () => use("ellipse"), p: () => use("polygon"), s: () => use("shape"), v: () => use("select"),
  g: group, u: ungroup, "?": () => byId("keys").showModal(),
};
const withControl = { z: (event) => step(!event.shiftKey), Z: (event) => step(!event.shiftKey), y: () => step(false), s: save };

document.addEventListener("keydown", (event) => {
  if (byId("keys").open || byId("editor").hidden) return;
  const { target, key } = event, types = target.matches("input:not([type=checkbox], [type=radio]), select, textarea"), over = target.closest("#canvas");
  let action = null;
  if (key === "Escape") action = leave;
  else if (key === "Enter" && canvas.corners.length) action = () => canvas.close();
  else if (key === "Enter" && types && !target.closest("#stranger")) action = () => { target.blur(); focusPlace(); };
  else if ((key === "Enter" || key === " ") && target.dataset.candidate) action = () => add({ form: "shape", numbers: [], shape: target.dataset.candidate });
  else if (key === "Enter" && over && chosen) action = focusLabel;
  else if (key.startsWith("Arrow") && over) action = arrow;
  else if ((event.ctrlKey || event.metaKey) && !(types && key !== "s")) action = withControl[key];
  else if (!event.altKey && !event.ctrlKey && !event.metaKey && !types) action = (over && inCanvas[key]) || (target.matches("[type=radio]") && key.startsWith("Arrow") ? null : anywhere[key]);
  if (!action) return;
  event.preventDefault();
  action(event);
});

// ---- the page

byId("tool").append(...Object.entries(TOOLS).map(([value, name]) => element("label", {}, element("input", { type: "radio", name: "tool", value, checked: value === "select", onchange: () => use(value) }), element("span", { textContent: name }))));
byId("keys").querySelector("dl").append(...KEYS.flatMap(([key, what]) => [element("dt", {}, ...key.split(" ").flatMap((one) => [element("kbd", { textContent: one }), " "])), element("dd", { textContent: what })]));
for (const [id, action] of Object.entries({ add: adds, delete: remove, group, ungroup, undo: () => step(true), redo: () => step(false), save, rebase: putOnTop, discard: () => reload(), help: () => byId("keys").showModal() })) byId(id).onclick = () => action();
byId("stranger").onsubmit = (event) => {
  event.preventDefault();
  known();
};
byId("copy").onclick = () => {
  const lines = byId("rescue").querySelector("textarea");
  lines.select();
  navigator.clipboard.writeText(lines.value).then(() => say("Copied."), () => {});
};
for (const id of ["heading", "alt", "source"]) byId(id).addEventListener("input", (event) => {
  event.target.removeAttribute("aria-invalid");
  draft?.keep(unsaved());
});
byId("file").onchange = (event) => lookAt(event.target.files[0]);
byId("new").onsubmit = (event) => event.preventDefault();
for (const [name, over] of [["dragover", true], ["dragleave", false], ["drop", false]]) {
  document.addEventListener(name, (event) => {
    if (byId("new").hidden) return;
    event.preventDefault();
    byId("drop").classList.toggle("over", over);
    if (name === "drop") lookAt(event.dataTransfer.files[0]);
  });
}
window.addEventListener("beforeunload", (event) => isDirty() && event.preventDefault());
byId("back").href = backTo();
ask("/state").then((state) => ({ editor } = state)).catch(() => {}).then(() => (note ? openNote() : openNew()));
