const [list, frame] = ["list", "frame"].map((id) => document.getElementById(id));
const events = new EventSource("/events");
events.addEventListener("hello", async (event) => {
  const { decks } = JSON.parse(event.data);
  const deck = await (await fetch(`/decks/${decks[0].deck}`)).json();
  list.replaceChildren(...deck.rows.map((row) => Object.assign(document.createElement("li"), { textContent: row.title, onclick: () => show(decks[0].deck, row.key) })));
});
async function show(deck, key) {
  const note = await (await fetch(`/decks/${deck}/note?key=${encodeURIComponent(key)}`)).json();
  frame.contentDocument.getElementById("style").textContent = note.style;
  frame.contentDocument.body.innerHTML = note.cards[0].question;
}
