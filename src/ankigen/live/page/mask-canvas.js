// The places over the picture: drawn, moved and resized with a pointer of any kind. Keys are the page's.

import { bounds, box, corners, isBox, isDrawn, moved, polygon, withCorner } from "./mask-shapes.js";

const SVG = "http://www.w3.org/2000/svg";
const HANDLE = 9, CLOSE = 14; // px
const NAMES = { box: "rectangle", ellipse: "ellipse", polygon: "polygon", shape: "shape of the drawing" };

export class Canvas {
  /** `hooks`: change(mask, place, value, done), add(place), select(mask, place, more), focus(mask, place). */
  constructor(svg, hooks) {
    Object.assign(this, { svg, hooks, tool: "select", shapes: new Map(), ratio: 1, corners: [], gesture: null });
    svg.addEventListener("pointerdown", (event) => this.down(event));
    svg.addEventListener("pointermove", (event) => this.move(event));
    for (const name of ["pointerup", "pointercancel"]) svg.addEventListener(name, (event) => this.up(event));
    svg.addEventListener("mousedown", (event) => event.preventDefault()); // it would take the focus from the label
    svg.addEventListener("dblclick", () => this.close());
    svg.addEventListener("focusin", ({ target }) => target.dataset.place && !this.restoring && hooks.focus(Number(target.dataset.mask), Number(target.dataset.place)));
    new ResizeObserver(() => this.state && this.draw(this.state)).observe(svg);
  }

  use(tool) {
    this.tool = tool;
    this.corners = [];
    this.svg.classList.toggle("draws", tool !== "select" && tool !== "shape");
  }

  /** Coordinates are per cent across; down they are stretched, so that a circle is one. */
  draw(state) {
    this.state = state;
    const active = document.activeElement?.dataset ?? {}, focused = this.svg.contains(document.activeElement) && { ...active };
    this.scale = this.svg.clientWidth ? 100 / this.svg.clientWidth : 0.2; // of a pixel, in units
    this.svg.setAttribute("viewBox", `0 0 100 ${100 * this.ratio}`);
    const places = state.masks.flatMap((mask, at) => mask.places.map((place, number) => this.place(mask, at, place, number))).flat();
    this.svg.replaceChildren(...places, ...(this.tool === "shape" ? this.candidates() : []), ...this.handles(), ...this.draft());
    const again = focused && (focused.candidate ? `[data-candidate="${CSS.escape(focused.candidate)}"]` : `[data-mask="${focused.mask}"][data-place="${focused.place}"]`);
    this.restoring = true; // who has the focus again was not chosen by that
    if (again) this.svg.querySelector(again)?.focus();
    this.restoring = false;
  }

  place(mask, at, place, number) {
    const { chosen, picked } = this.state, label = mask.label || "no label yet";
    const isChosen = chosen?.mask === at && chosen.place === number;
    const classes = ["place", mask.hidden ? "" : "shown", picked.has(at) ? "picked" : "", isChosen ? "chosen" : ""].filter(Boolean).join(" ");
    const [left, top, width, height] = bounds(place, this.shapes);
    const where = `left ${left.toFixed(0)}, top ${top.toFixed(0)}, ${width.toFixed(0)} by ${height.toFixed(0)} per cent`;
    const name = `Mask ${at + 1}, ${label}: ${NAMES[place.form]}${place.shape ? ` ${place.shape}` : ""}, ${where}`;
    const data = { mask: at, place: number };
    const text = this.make("text", { class: "number", x: left + width / 2, y: (top + height / 2) * this.ratio, "font-size": 15 * this.scale, "aria-hidden": "true" });
    text.textContent = at + 1;
    return [this.form(place, { class: "halo" }), this.form(place, { class: classes, tabindex: 0, role: "button", "aria-pressed": isChosen, "aria-label": name }, data), text];
  }

  candidates() {
    const used = new Set(this.state.masks.flatMap(({ places }) => places.map(({ shape }) => shape)));
    const size = ([, place]) => bounds(place, this.shapes)[2] * bounds(place, this.shapes)[3];
    return [...this.shapes].filter(([id]) => !used.has(id)).sort((one, other) => size(other) - size(one))
      .map(([id, place]) => this.form(place, { class: "candidate", tabindex: 0, role: "button", "aria-label": `Cover the shape ${id}` }, { candidate: id }));
  }

  handles() {
    const { chosen, masks, corner } = this.state, place = chosen && masks[chosen.mask]?.places[chosen.place];
    if (!place || place.form === "shape") return [];
    const points = isBox(place) ? [[place.numbers[0], place.numbers[1]], [place.numbers[0] + place.numbers[2], place.numbers[1]], [place.numbers[0], place.numbers[1] + place.numbers[3]], [place.numbers[0] + place.numbers[2], place.numbers[1] + place.numbers[3]]] : corners(place);
    const side = HANDLE * this.scale;
    return points.map(([x, y], at) => this.make("rect", { class: `handle${isBox(place) ? "" : " corner"}${corner === at ? " at" : ""}`, x: x - side / 2, y: y * this.ratio - side / 2, width: side, height: side }, { handle: at }));
  }

  draft() {
    const { gesture, corners: points } = this;
    if (!points.length && gesture?.kind !== "draw") return [];
    const drawn = points.length ? polygon([...points, this.pointer ?? points.at(-1)]) : box(this.tool, gesture.from, gesture.to);
    return [this.form(drawn, { class: "halo" }), this.form(drawn, { class: "draft" })];
  }

  form(place, attributes, data = {}) {
    if (place.form === "shape") return this.form(this.shapes.get(place.shape) ?? box("box", [0, 0], [0, 0]), attributes, data);
    if (place.form === "polygon") return this.make("polygon", { points: corners(place).map(([x, y]) => `${x},${y * this.ratio}`).join(" "), ...attributes }, data);
    const [left, top, width, height] = place.numbers;
    if (place.form === "ellipse") return this.make("ellipse", { cx: left + width / 2, cy: (top + height / 2) * this.ratio, rx: width / 2, ry: (height / 2) * this.ratio, ...attributes }, data);
    return this.make("rect", { x: left, y: top * this.ratio, width, height: height * this.ratio, ...attributes }, data);
  }

  make(name, attributes, data = {}) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    Object.assign(made.dataset, data);
    return made;
  }

  // ---- pointers

  at(event) {
    const { left, top, width, height } = this.svg.getBoundingClientRect();
    return [((event.clientX - left) / width) * 100, ((event.clientY - top) / height) * 100];
  }

  down(event) {
    if (event.button || !this.state) return;
    const from = this.at(event), { target } = event, { chosen, masks } = this.state;
    if (target.dataset.candidate) return this.hooks.add({ form: "shape", numbers: [], shape: target.dataset.candidate });
    if (this.tool === "polygon" && target.dataset.handle === undefined) return this.corner(event, from);
    if (target.dataset.handle !== undefined) {
      this.gesture = { kind: "resize", handle: Number(target.dataset.handle), place: masks[chosen.mask].places[chosen.place], ...pick(chosen) };
    } else if (target.dataset.place && (this.tool === "select" || this.tool === "shape")) {
      const mask = Number(target.dataset.mask), place = Number(target.dataset.place);
      this.hooks.select(mask, place, event.shiftKey);
      this.gesture = { kind: "move", from, place: masks[mask].places[place], mask, number: place };
    } else if (this.tool === "box" || this.tool === "ellipse") {
      this.gesture = { kind: "draw", from, to: from };
    } else {
      return this.hooks.select(null, null, false);
    }
    event.preventDefault();
    this.svg.setPointerCapture(event.pointerId);
  }

  move(event) {
    this.pointer = this.at(event);
    const { gesture } = this;
    if (this.corners.length && !gesture) return this.draw(this.state);
    if (!gesture) return;
    gesture.to = this.pointer;
    if (gesture.kind === "draw") return this.draw(this.state);
    this.hooks.change(gesture.mask, gesture.number, this.changed(gesture), false);
  }

  changed({ kind, from, to, place, handle }) {
    if (kind === "move") return moved(place, to[0] - from[0], to[1] - from[1]);
    if (!isBox(place)) return withCorner(place, handle, to);
    const [left, top, width, height] = place.numbers;
    return box(place.form, [handle % 2 ? left : left + width, handle < 2 ? top + height : top], to);
  }

  up(event) {
    const { gesture } = this;
    this.gesture = null;
    if (!gesture) return;
    if (gesture.kind === "draw") {
      const place = box(this.tool, gesture.from, gesture.to);
      if (event.type === "pointerup" && isDrawn(place)) this.hooks.add(place);
      else this.draw(this.state);
    } else if (gesture.to) {
      const place = event.type === "pointerup" ? this.changed(gesture) : gesture.place;
      this.hooks.change(gesture.mask, gesture.number, isDrawn(place) || place.form === "shape" ? place : gesture.place, true);
    }
  }

  /** One more corner of the polygon that is being drawn; near the first one it is closed. */
  corner(event, point) {
    event.preventDefault();
    const first = this.corners[0], near = CLOSE * this.scale;
    if (first && this.corners.length > 2 && Math.hypot(point[0] - first[0], (point[1] - first[1]) * this.ratio) < near) return this.close();
    const last = this.corners.at(-1);
    if (!last || Math.hypot(point[0] - last[0], point[1] - last[1]) > 0.3) this.corners.push(point);
    this.draw(this.state);
  }

  /** End the polygon that is being drawn; whether there was one. */
  close() {
    const drawn = polygon(this.corners), enough = this.corners.length > 2;
    const any = this.corners.length > 0;
    this.corners = [];
    if (enough && isDrawn(drawn)) this.hooks.add(drawn);
    else if (this.state) this.draw(this.state);
    return any;
  }

  cancel() {
    const any = this.corners.length > 0 || this.gesture?.kind === "draw";
    this.corners = [];
    this.gesture = null;
    if (this.state) this.draw(this.state);
    return any;
  }
}

const pick = ({ mask, place }) => ({ mask, number: place });
