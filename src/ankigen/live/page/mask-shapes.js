// Places and masks as values: how they move, grow, are grouped and undone. Nothing here knows the page.
// A place is {form, numbers, shape}, in per cent of the picture; a mask {uid, label, hint, hidden, fixed, line, number, places}.

const SMALLEST = 1, LAST = 100; // per cent

const within = (value, low, high) => Math.min(high, Math.max(low, value));
export const rounded = (value) => Math.round(value * 10) / 10;
export const isBox = ({ form }) => form === "box" || form === "ellipse";
export const corners = ({ numbers }) => numbers.flatMap((value, at) => (at % 2 ? [] : [[value, numbers[at + 1]]]));

/** Left, top, width and height; for a shape of the drawing those that the server gave. */
export function bounds(place, shapes) {
  if (place.form === "shape") {
    const shape = shapes.get(place.shape);
    return shape ? bounds(shape, shapes) : [0, 0, 0, 0];
  }
  if (isBox(place)) return place.numbers;
  const points = corners(place), xs = points.map(([x]) => x), ys = points.map(([, y]) => y);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys)];
}

/** The place somewhere else, as far as the picture goes. A shape of the drawing stays where it is. */
export function moved(place, x, y) {
  if (place.form === "shape") return place;
  const [left, top, width, height] = bounds(place);
  const across = within(x, -left, LAST - left - width), down = within(y, -top, LAST - top - height);
  if (isBox(place)) return { ...place, numbers: [rounded(left + across), rounded(top + down), width, height] };
  return { ...place, numbers: corners(place).flatMap(([a, b]) => [rounded(a + across), rounded(b + down)]) };
}

/** The place with another right and lower edge. */
export function grown(place, x, y) {
  if (place.form === "shape") return place;
  const [left, top, width, height] = bounds(place);
  const wide = within(rounded(width + x), SMALLEST, LAST - left), high = within(rounded(height + y), SMALLEST, LAST - top);
  if (isBox(place)) return { ...place, numbers: [left, top, wide, high] };
  const scaled = ([a, b]) => [rounded(left + ((a - left) * wide) / (width || 1)), rounded(top + ((b - top) * high) / (height || 1))];
  return { ...place, numbers: corners(place).flatMap(scaled) };
}

/** A box between two points, in whatever order. */
export function box(form, [x1, y1], [x2, y2]) {
  const [left, top] = [within(Math.min(x1, x2), 0, LAST), within(Math.min(y1, y2), 0, LAST)];
  const [right, bottom] = [within(Math.max(x1, x2), 0, LAST), within(Math.max(y1, y2), 0, LAST)];
  return { form, shape: "", numbers: [left, top, right - left, bottom - top].map(rounded) };
}

export const polygon = (points) => ({ form: "polygon", shape: "", numbers: points.flat().map((value) => rounded(within(value, 0, LAST))) });

/** A polygon with one corner moved to a point, or with one more or one less. */
export function withCorner(place, at, point) {
  return polygon(corners(place).map((corner, number) => (number === at ? point : corner)));
}

export function moreCorners(place, at) {
  const points = corners(place), next = points[(at + 1) % points.length];
  const middle = points[at].map((value, side) => (value + next[side]) / 2);
  return polygon([...points.slice(0, at + 1), middle, ...points.slice(at + 1)]);
}

export const fewerCorners = (place, at) => (corners(place).length > 3 ? polygon(corners(place).filter((_, number) => number !== at)) : place);

export const isDrawn = (place) => bounds(place)[2] >= SMALLEST && bounds(place)[3] >= SMALLEST;

/** The masks with a name of their own each, which they keep whatever becomes of their line. */
export const identified = (masks) => masks.map((mask) => ({ uid: crypto.randomUUID(), ...mask }));

export const newMask = (place) => ({ uid: crypto.randomUUID(), label: "", hint: "", hidden: true, fixed: false, line: null, number: 0, places: [place] });

/** In the middle of the picture, for whoever draws without a pointer. */
export function inTheMiddle(form) {
  if (form === "polygon") return polygon([[50, 38], [62, 60], [38, 60]]);
  return box(form, [40, 42], [60, 58]);
}

export const withPlace = (masks, mask, place, changed) =>
  masks.map((one, at) => (at === mask ? { ...one, places: one.places.map((old, number) => (number === place ? changed : old)) } : one));

export const withMask = (masks, mask, changes) => masks.map((one, at) => (at === mask ? { ...one, ...changes } : one));

/** Without one place; a mask without any is gone. */
export const withoutPlace = (masks, mask, place) =>
  masks.map((one, at) => (at === mask ? { ...one, places: one.places.filter((_, number) => number !== place) } : one)).filter((one) => one.places.length);

/** The masks at these places in the list as one, which has the first one's label, or the first label there is. The other
 * ones' places remember in `was` which mask they were. */
export function grouped(masks, picked) {
  const chosen = picked.map((at) => masks[at]), [first, ...others] = chosen;
  const label = first.label || chosen.find((one) => one.label && !one.fixed)?.label || "";
  const places = others.flatMap(({ places: own, ...was }) => own.map((place) => ({ ...place, was: place.was ?? was })));
  const one = { ...first, label, places: [...first.places, ...places] };
  return masks.flatMap((mask, at) => (at === picked[0] ? [one] : picked.includes(at) ? [] : [mask]));
}

/** The masks that were grouped, each with its label again; if none were, a mask for each place. */
export const ungrouped = (masks, at) => masks.flatMap((mask, number) => (number === at ? apart(mask) : [mask]));

function apart(mask) {
  const own = mask.places.filter(({ was }) => !was), others = new Map();
  if (own.length === mask.places.length) return [{ ...mask, places: own.slice(0, 1) }, ...own.slice(1).map(newMask)];
  for (const { was, ...place } of mask.places.filter((one) => one.was)) {
    const known = others.get(was.uid);
    others.set(was.uid, { ...was, places: [...(known?.places ?? []), place] });
  }
  return [...(own.length ? [{ ...mask, places: own }] : []), ...others.values()];
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

const written = ({ label, hint, hidden, places }) => JSON.stringify([label, hint, hidden, places.map(({ form, numbers, shape }) => [form, numbers, shape])]);

/** A drawing that began with `base` on top of what the file holds now: what others wrote stays, what is drawn here too. */
export function rebased(base, drawn, now) {
  const known = (mask) => (mask.number ? `c${mask.number}` : `=${mask.label}`);
  const fresh = new Map(now.map((mask) => [known(mask), mask])), old = new Map(base.map((mask) => [mask.line, mask]));
  const mine = drawn.flatMap((mask) => {
    const before = old.get(mask.line), found = before && fresh.get(known(before));
    if (!before) return now.some((one) => written(one) === written(mask)) ? [] : [mask]; // it was saved after all
    const untouched = same(before, mask);
    if (!found) return untouched ? [] : [{ ...mask, line: null, number: 0 }];
    return [untouched ? found : { ...mask, line: found.line, number: found.number }];
  });
  const before = new Set(base.map(known));
  return [...mine, ...now.filter((mask) => !before.has(known(mask)))];
}

/** The states of a drawing, one of which is now, and the one that the file has. */
export class History {
  constructor(masks) {
    this.states = [masks];
    this.at = 0;
    this.saved = masks;
  }

  get now() { return this.states[this.at]; }
  get canUndo() { return this.at > 0; }
  get canRedo() { return this.at < this.states.length - 1; }
  get isChanged() { return !same(this.saved, this.now); }
  add(masks) {
    if (same(masks, this.now)) return;
    this.states = [...this.states.slice(0, this.at + 1), masks];
    this.at += 1;
  }
  undo() { this.at = Math.max(0, this.at - 1); }
  redo() { this.at = Math.min(this.states.length - 1, this.at + 1); }

  /** What is now was written, and `found` is what the file has of it; the states before and after stay. A mask that they
   * have and the file has not is new again, but keeps its number. */
  save(found) {
    const last = (mask) => mask.line ?? Infinity;
    const written = [...this.now].sort((one, other) => (last(one) === last(other) ? 0 : last(one) - last(other)));
    const files = new Map(written.map((mask, at) => [mask.uid, found[at]]));
    const placed = (mask) => ({ ...mask, line: files.get(mask.uid)?.line ?? null, number: files.get(mask.uid)?.number || mask.number });
    const within = (mask) => ({ ...placed(mask), places: mask.places.map((place) => (place.was ? { ...place, was: placed(place.was) } : place)) });
    this.states = this.states.map((masks) => masks.map(within));
    this.saved = this.states[this.at] = written.map((mask, at) => {
      const places = found[at].places.map((place, number) => (mask.places[number].was ? { ...place, was: placed(mask.places[number].was) } : place));
      return { uid: mask.uid, ...found[at], places };
    });
  }
}
