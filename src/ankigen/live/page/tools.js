// The ways from a card to the page on which masks are drawn.

import { byId, element, token } from "./ask.js";

const link = (text, deck, note) =>
  element("a", { textContent: text, href: `/masks?${new URLSearchParams({ token, deck, ...(note && { note }) })}` });

export function tools(deck, row) {
  const masks = row?.kind === "picture" && row.id ? [link("Edit masks", deck.slug, row.id), " "] : [];
  byId("tools").replaceChildren(...masks, link("New picture note", deck.slug));
}
