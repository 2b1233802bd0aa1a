// Masks as the lines of a note's list, to be copied where they cannot be saved.

const WORDS = { box: "", ellipse: "ellipse ", polygon: "polygon " };

function placeText({ form, numbers, shape }) {
  if (form === "shape") return `\`#${shape}\``;
  const pairs = numbers.flatMap((value, at) => (at % 2 ? [] : [`${value} ${numbers[at + 1]}`]));
  return `\`${WORDS[form]}${pairs.join(form === "polygon" ? ", " : " ")}\``;
}

/** A line for each mask; one that is new gets the next number. */
export function listText(masks) {
  let last = Math.max(0, ...masks.map(({ number }) => number));
  return masks.map((mask) => {
    const { label, hint, hidden, fixed, places } = mask;
    const text = hidden && !fixed ? `{{c${mask.number || ++last}::${label}${hint ? `::${hint}` : ""}}}` : label;
    return `- ${[text, ...places.map(placeText)].join(" ")}`;
  }).join("\n");
}
