// What the page asks of the server. Whoever writes brings the token of the page's address.

export let token = new URLSearchParams(location.search).get("token") ?? "";

/** From now on write with the token of this address, which ankigen printed; false if it is not one of this page's server. */
export function useAddress(printed) {
  let address;
  try {
    address = new URL(printed.trim());
  } catch {
    return false;
  }
  const given = address.searchParams.get("token");
  if (!given || address.port !== location.port) return false;
  token = given;
  const now = new URLSearchParams(location.search);
  now.set("token", token);
  history.replaceState(null, "", `${location.pathname}?${now}${location.hash}`);
  return true;
}

export async function ask(path) {
  const answer = await fetch(path, { cache: "no-store" });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

export const deckPath = (deck) => `/decks/${encodeURIComponent(deck)}`;

/** The answer to a change that is sent to the server: `{ok, status, text}`. */
export async function write(path, body) {
  const answer = await fetch(path, { method: "POST", body, headers: { "X-Ankigen-Token": token } });
  return { ok: answer.ok, status: answer.status, text: await answer.text() };
}

/** An element with properties and children; text is never taken for HTML. */
export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

export const byId = (id) => document.getElementById(id);
export const plural = (count, noun, several = `${noun}s`) => `${count.toLocaleString("en")} ${count === 1 ? noun : several}`;
