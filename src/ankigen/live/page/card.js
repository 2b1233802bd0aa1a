// The card in its two frames. They are documents of their own in which no script runs; this page fills them.

import { byId } from "./ask.js";

export const WIDTHS = { phone: ["Phone", 390, 680], tablet: ["Tablet", 768, 860], desktop: ["Desktop", 1100, 720] };
const NARROWEST = 260, SMALLEST = 0.45; // px and scale at which a card can still be read
const GAP = 20, SHORTEST = 440, UNDER = 60; // px
// What Anki's apps put on the page that a card is in.
const APPS = { phone: "webkit safari mobile iphone js", tablet: "webkit safari mobile ipad js", desktop: "" };

export class Card {
  constructor(keys) {
    this.sides = ["question", "answer"].map((id) => {
      const figure = byId(id), frame = figure.querySelector("iframe");
      return { figure, frame, device: figure.querySelector(".device"), html: null, style: null };
    });
    this.ready = Promise.all(this.sides.map(({ frame }) => loaded(frame)));
    this.ready.then(() => {
      for (const { frame } of this.sides) {
        frame.contentDocument.addEventListener("keydown", keys);
        frame.contentDocument.addEventListener("click", follow);
      }
    });
    new ResizeObserver(() => this.fit()).observe(byId("stage"));
    this.look = { width: "phone", night: false, both: false, back: false };
  }

  /** Fill the frames. Of the same card the place in it stays; another one begins at its top, folded. */
  async show(card, style, fresh) {
    await this.ready;
    this.number = card?.number ?? 1;
    const texts = [card?.question ?? "", card?.answer ?? ""];
    this.sides.forEach((side, at) => {
      const inside = side.frame.contentDocument;
      if (side.style !== style) inside.getElementById("style").textContent = side.style = style;
      if (side.html === texts[at] && !fresh) return;
      const unfolded = [...inside.querySelectorAll("details")].map((one) => one.open);
      inside.body.innerHTML = side.html = texts[at];
      if (fresh) side.frame.contentWindow.scrollTo(0, 0);
      const folds = [...inside.querySelectorAll("details")];
      if (!fresh && folds.length === unfolded.length) folds.forEach((one, number) => (one.open = unfolded[number]));
    });
    this.dress();
  }

  async wear(look) {
    this.look = look;
    await this.ready;
    this.dress();
    this.fit();
  }

  dress() {
    const { width, night, both, back } = this.look;
    const classes = `card card${this.number ?? 1}${night ? " nightMode night_mode" : ""}`;
    this.sides.forEach(({ figure, frame }, at) => {
      const inside = frame.contentDocument;
      inside.documentElement.className = `${APPS[width]}${night ? " night-mode" : ""}`.trim();
      inside.documentElement.style.colorScheme = night ? "dark" : "light";
      if (inside.body.className !== classes) inside.body.className = classes;
      figure.hidden = !both && back !== (at === 1);
    });
    byId("stage").classList.toggle("both", both);
  }

  /** Each frame is as wide as its device; where there is less room it is drawn smaller, and shorter before it is cut. */
  fit() {
    const [, width, tallest] = WIDTHS[this.look.width], stage = byId("stage");
    const half = (stage.clientWidth - GAP) / 2;
    const beside = this.look.both && half >= Math.max(NARROWEST, width * SMALLEST);
    const side = beside ? half : stage.clientWidth;
    const scale = Math.min(1, Math.max(side - 2, 1) / width);
    const top = stage.getBoundingClientRect().top + stage.closest("main").scrollTop;
    const room = document.documentElement.clientHeight - top - UNDER;
    const height = Math.min(tallest, Math.max(SHORTEST, room / scale));
    stage.classList.toggle("beside", beside);
    for (const { frame, device } of this.sides) {
      Object.assign(frame.style, { width: `${width}px`, height: `${height}px`, transform: scale < 1 ? `scale(${scale})` : "" });
      Object.assign(device.style, { width: `${width * scale}px`, height: `${height * scale}px` });
    }
  }
}

function loaded(frame) {
  const done = () => frame.contentDocument?.getElementById("style");
  return done() ? Promise.resolve() : new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
}

/** A link on a card opens beside the page, not in the card's frame. */
function follow(event) {
  const link = event.target.closest?.("a[href]");
  if (!link) return;
  event.preventDefault();
  if (/^https?:/.test(link.href)) window.open(link.href, "_blank", "noopener,noreferrer");
}
