"use strict";
window.hit = 0;

/** All commands and environments that the input jax has a handler for. */
function known() {
  const handlers = MathJax.startup.input[0].parseOptions.handlers;
  const names = (kind) => [...handlers.get(kind)._configuration].flatMap(({ item }) => [...(item.map?.keys() ?? [])].map((name) => [item.name, name]));
  const commands = names("macro").filter(([map, name]) => !/elimiter/.test(map) || name[0] === "\\");
  return [
    [...new Set(commands.map(([map, name]) => (/elimiter/.test(map) ? name.slice(1) : name)))],
    [...new Set(names("environment").map(([, name]) => name))],
  ];
}

/** How many commands, environments and delimiters formulas have defined. */
function defined() {
  const handlers = MathJax.startup.input[0].parseOptions.handlers;
  return ["macro", "environment", "delimiter"].flatMap((kind) => [...handlers.get(kind)._configuration]).filter(({ item }) => /^new-/.test(item.name))
    .reduce((count, { item }) => count + item.map.size, 0);
}

const CLASS = /^(mjx-|TEX-|MathJax|MathML-Unit$|MJX|CtxtMenu_Attached|cloze$)/;
const STYLE = /^(?:background-color|border(?:-[a-z]+)*|color|display|font-(?:family|size|style|weight)|height|left|letter-spacing|margin(?:-[a-z]+)?|min-width|padding(?:-[a-z]+)?|position|text-align|top|transform|vertical-align|width|line-height|max-width|bottom|right|stroke-width|clip|overflow|opacity)$/;
const ATTRIBUTES = new Set(("accent align class columnalign columnspacing columnlines columnwidth data-align data-mjx-texclass data-mjx-alternate data-mml-node displaystyle display equalcolumns equalrows fence form frame height depth width voffset jax length limits linethickness lspace mathbackground mathcolor mathsize mathvariant max maxsize minsize movablelimits noic notation delims overflow role rowalign rowlines rowspacing rspace scriptlevel separator size space stretchy style subscriptshift symmetric tabindex texclass title unselectable aria-hidden xmlns variant data-mjx-error data-c side justify aria-label stretched framespacing ctxtmenu_counter type data-mjx-auto-op data-mjx-variant data-mjx-pseudoscript extra atop linebreak data-cramped data-mjx-smallmatrix largeop accentunder data-thickness data-padding numalign denomalign ").split(/\s+/));

/** What in the drawn nodes a formula of a stranger's must not bring: attributes, elements, ways to style them. */
function strange(root) {
  const found = new Set();
  for (const node of root.querySelectorAll("*")) {
    const name = node.tagName.toLowerCase();
    if (!/^(mjx-|math$|m[a-z]+$|annotation$|semantics$|none$|svg$|line$|path$)/.test(name)) found.add(`<${name}>`);
    for (const { name: attribute, value } of node.attributes) {
      if (!ATTRIBUTES.has(attribute) && `${attribute}=${value}` !== "id=mjx-eqn:") found.add(`${attribute}=${value}`);
      if (attribute === "class") value.split(/\s+/).filter((one) => one && !CLASS.test(one)).forEach((one) => found.add(`class=${one}`));
      if (/url\s*\(|javascript:|https?:(?!\/\/www\.w3\.org)|expression|@import|CANARY/i.test(value) && attribute !== "title" && attribute !== "data-mjx-error" && !(attribute === "mathcolor" && /^[a-z]+$/i.test(value))) found.add(`${attribute}=${value}`);
    }
    for (const property of node.style ?? []) if (!STYLE.test(property)) found.add(`style ${property}`);
    for (const property of ["position"]) if (/fixed|sticky/.test(getComputedStyle(node)[property])) found.add(`position ${getComputedStyle(node)[property]}`);
  }
  return [...found];
}

/** How far the drawn nodes reach, in em. */
function extent(root) {
  let left = 0, top = 0, right = 0, bottom = 0;
  for (const node of root.querySelectorAll("*")) {
    if (node.closest("mjx-assistive-mml")) continue;
    const box = node.getBoundingClientRect();
    [left, top] = [Math.min(left, box.left), Math.min(top, box.top)];
    [right, bottom] = [Math.max(right, box.right), Math.max(bottom, box.bottom)];
  }
  return [right - left, bottom - top].map((pixels) => Math.round(pixels / 16));
}

function touch(root) {
  for (const node of root.querySelectorAll("*")) {
    for (const kind of ["mouseover", "mouseenter", "mousedown", "mouseup", "click", "focus"]) node.dispatchEvent(new MouseEvent(kind, { bubbles: true, cancelable: true }));
  }
}

function looked(root, start) {
  const time = Math.round(performance.now() - start);
  const error = root.querySelector("mjx-merror, [data-mjx-error]");
  const red = [...root.querySelectorAll("[mathcolor=red]")].map((node) => node.textContent).filter((text) => text[0] === "\\").join(" ");
  const seen = { strange: strange(root), extent: extent(root), nodes: root.querySelectorAll("*").length };
  touch(root);
  document.body.replaceChildren();
  return { ...seen, error: error?.getAttribute("data-mjx-error") ?? "", red, time, hit: window.hit, defined: defined() };
}

/** A formula, drawn, touched and taken away again. */
function draw(tex) {
  const start = performance.now();
  let node;
  try {
    node = MathJax.tex2chtml(tex, { display: true });
  } catch (error) {
    return { strange: [], extent: [0, 0], nodes: 0, error: String(error), red: "", time: Math.round(performance.now() - start), hit: window.hit, defined: defined() };
  }
  document.body.replaceChildren(node);
  return looked(document.body, start);
}

/** Formulas that MathJax finds in HTML. */
function show(html) {
  const start = performance.now();
  document.body.innerHTML = html;
  try {
    MathJax.typeset([document.body]);
  } catch (error) {
    return { error: String(error) };
  }
  const formulas = document.body.querySelectorAll("mjx-container").length;
  return { formulas, ...looked(document.body, start) };
}
