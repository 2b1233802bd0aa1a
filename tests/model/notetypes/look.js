// What can be measured of a card. Every function answers with a list of complaints, empty where all is well.
"use strict";

// What is there for screen readers alone is a pixel wide.
const visible = (element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility !== "hidden" && !element.closest(".unseen, .right-answer, .front .mask:not(.hinted) > .cloze");
const called = (element) =>
  element.tagName.toLowerCase() + (element.id ? `#${element.id}` : "") + [...element.classList].map((name) => `.${name}`).join("") +
  ` "${element.textContent.trim().slice(0, 30)}"`;
const inCard = () => [...document.querySelectorAll("#qa *")].filter((element) => element.tagName !== "STYLE" && visible(element));

globalThis.show = async (html, top, body, folded) => {
  document.documentElement.className = top;
  document.body.className = body;
  document.getElementById("qa").innerHTML = html;
  if (!folded) for (const details of document.querySelectorAll("#qa details")) details.open = true;
  await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
};

// Colours, as WCAG 2 computes their contrast.
const channels = (colour) => {
  const [red, green, blue, alpha = 1] = colour.match(/[\d.]+/g).map(Number);
  return [red, green, blue, alpha];
};
const over = ([red, green, blue, alpha], under) => [red, green, blue].map((value, at) => value * alpha + under[at] * (1 - alpha));
const behind = (element) => {
  if (!element) return [255, 255, 255];
  const colour = channels(getComputedStyle(element).backgroundColor);
  return colour[3] === 1 ? colour.slice(0, 3) : over(colour, behind(element.parentElement));
};
const luminance = (rgb) => {
  const [red, green, blue] = rgb.map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const contrast = (colour, ground) => {
  const [light, dark] = [luminance(over(channels(colour), ground)), luminance(ground)].sort((one, two) => two - one);
  return (light + 0.05) / (dark + 0.05);
};

const ownText = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
const generates = (element, part) => !["none", "normal", '""'].includes(getComputedStyle(element, part).content);

globalThis.textComplaints = () => {
  const complaints = [];
  for (const element of inCard()) {
    const ground = behind(element);
    const looks = [];
    if (ownText(element) || element.matches("input:not([type=checkbox])")) looks.push(["", getComputedStyle(element)]);
    for (const part of ["::before", "::after"]) if (generates(element, part)) looks.push([part, getComputedStyle(element, part)]);
    for (const [part, style] of looks) {
      const own = part ? over(channels(style.backgroundColor), ground) : ground;
      const ratio = contrast(style.color, own);
      if (ratio < 7) complaints.push(`text contrast ${ratio.toFixed(2)}: ${called(element)}${part} ${style.color} on ${own}`);
      if (parseFloat(style.fontSize) < 14) complaints.push(`text of ${style.fontSize}: ${called(element)}${part}`);
    }
  }
  return complaints;
};

// Lines that tell something: the edge of a control, a cell, a deletion, the right option.
globalThis.lineComplaints = () => {
  const complaints = [];
  for (const element of inCard().filter((one) => one.matches("summary, input, td, th, .back .right, blockquote, .clinical, kbd"))) {
    const style = getComputedStyle(element);
    for (const edge of ["Top", "Right", "Bottom", "Left"]) {
      if (style[`border${edge}Style`] === "none" || parseFloat(style[`border${edge}Width`]) === 0) continue;
      const ratio = contrast(style[`border${edge}Color`], behind(element.parentElement));
      if (ratio < 3) complaints.push(`line contrast ${ratio.toFixed(2)}: ${called(element)}`);
    }
  }
  return complaints;
};

const scroller = (element) => {
  for (let one = element.parentElement; one && one.id !== "qa"; one = one.parentElement)
    if (getComputedStyle(one).overflowX === "auto" && one.scrollWidth > one.clientWidth) return one;
  return null;
};

globalThis.sizeComplaints = () => {
  const complaints = [];
  const wide = document.scrollingElement.scrollWidth;
  if (wide > innerWidth) complaints.push(`the page is ${wide} px wide in a window of ${innerWidth} px`);
  for (const element of inCard()) {
    const box = element.getBoundingClientRect();
    if ((box.left < -0.5 || box.right > innerWidth + 0.5) && !scroller(element)) complaints.push(`outside the page: ${called(element)}`);
    if (element.matches("summary, button, .about a, .report a, input:not([type=checkbox]), .replay-button")) {
      const tall = element.matches(".about a") ? Math.max(...[...element.getClientRects()].map((rect) => rect.height)) : box.height;
      if (Math.min(box.width, tall) < 44) complaints.push(`a target of ${box.width} × ${tall} px: ${called(element)}`);
    }
    if (getComputedStyle(element).overflowX === "auto" && element.scrollWidth > element.clientWidth) {
      const table = element.matches("table, mjx-container") || element.querySelector("mjx-container");
      if (!table) complaints.push(`scrolls sideways: ${called(element)}`);
    }
    if (getComputedStyle(element).overflowY !== "visible" && element.scrollHeight > element.clientHeight + 1) complaints.push(`clipped or scrolling down: ${called(element)} ${element.scrollHeight} in ${element.clientHeight}`);
    if (element.matches("img") && box.height > innerHeight * 0.6 + 1) complaints.push(`a picture of ${box.height} px: ${element.src}`);
  }
  // Beside a picture, only what is read keeps to the measure.
  for (const note of document.querySelectorAll(".note:not(.pictured), .pictured > .text, .pictured > .aside > .text")) {
    const ruler = document.createElement("span");
    ruler.textContent = "0".repeat(65);
    ruler.style.cssText = "position: absolute; visibility: hidden; white-space: nowrap";
    note.append(ruler);
    if (note.clientWidth > ruler.offsetWidth) complaints.push(`lines of ${note.clientWidth} px: more than 65 ch`);
    ruler.remove();
  }
  return complaints;
};

globalThis.axeComplaints = async (rules) => {
  const answer = await axe.run("#qa", rules);
  return answer.violations.flatMap(({ id, nodes }) => nodes.map((node) => `axe ${id}: ${node.html.slice(0, 100)} ${node.any.map((check) => check.message).join("; ")}`));
};

// Where each line of a part of the card is: one box a line.
globalThis.linesOf = (selector) => {
  const boxes = [];
  for (const part of document.querySelectorAll(selector)) {
    const range = document.createRange();
    range.selectNodeContents(part);
    for (const { left, top, right, bottom } of range.getClientRects()) boxes.push([left, top + scrollY, right, bottom + scrollY].map(Math.round));
  }
  return boxes;
};

// The box of some words of the card.
globalThis.boxOf = (words) => {
  const texts = document.createTreeWalker(document.getElementById("qa"), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const at = texts.currentNode.data.indexOf(words);
    if (at < 0 || !visible(texts.currentNode.parentElement)) continue;
    const range = document.createRange();
    range.setStart(texts.currentNode, at);
    range.setEnd(texts.currentNode, at + words.length);
    const { left, right, top } = range.getBoundingClientRect();
    return { left, right, top };
  }
  return null;
};

// How many different looks the elements have: everything a style can give them but their size and their letter.
globalThis.distinctLooks = (selector) => {
  const look = (style) => ["color", "backgroundColor", "borderTopColor", "borderTopWidth", "fontWeight", "fontStyle", "textDecorationLine", "opacity"].map((name) => style[name]);
  return new Set([...document.querySelectorAll(selector)].map((element) =>
    [look(getComputedStyle(element)), look(getComputedStyle(element, "::before")), getComputedStyle(element, "::after").content].flat().join())).size;
};
