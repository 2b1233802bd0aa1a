// The ways from a card to the page on which masks are drawn; a picture that is dropped anywhere leads there too.

import { byId, element, token } from "./ask.js";
import { leave } from "./handoff.js";

let deck = null;

const address = (note, more = {}) => `/masks?${new URLSearchParams({ token, deck: deck.slug, ...(note && { note }), ...more })}`;
const link = (text, note) => element("a", { textContent: text, href: address(note) });

export function tools(now, row) {
  deck = now;
  const masks = row?.kind === "picture" && row.id ? [link("Edit masks", row.id), " "] : [];
  byId("tools").replaceChildren(...masks, link("New picture note"));
}

const brings = (event) => deck && [...(event.dataTransfer?.types ?? [])].includes("Files");

// The frames of the card would open the file in its place.
document.addEventListener("dragenter", (event) => brings(event) && document.documentElement.classList.add("dropping"));
document.addEventListener("dragleave", (event) => !event.relatedTarget && document.documentElement.classList.remove("dropping"));
document.addEventListener("dragover", (event) => brings(event) && event.preventDefault());
document.addEventListener("drop", async (event) => {
  if (!brings(event)) return;
  event.preventDefault();
  document.documentElement.classList.remove("dropping");
  await leave(event.dataTransfer.files[0]);
  location.assign(address("", { dropped: "" }));
});
