// Search of a deck's cards. The page has no need of it: without it the form stays hidden.
"use strict";
{
  const MOST = 40;
  const form = document.querySelector(".search");
  const field = form?.querySelector("input");
  const status = form?.querySelector("[role=status]");
  const list = form?.querySelector("ol");
  let notes = null;

  const bare = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  // The index calls this. It is fetched when somebody begins to search.
  window.ankigenIndex = (pages) => {
    notes = pages.flatMap(([file, section, found]) =>
      found.map(([id, title, words]) => ({ file, section, id, title, text: bare(`${id} ${title} ${words}`) })));
    show();
  };

  const load = () => {
    if (notes || form.querySelector("script")) return;
    const script = document.createElement("script");
    script.src = field.dataset.index;
    script.onerror = () => { status.textContent = "The search cannot be loaded."; };
    form.append(script);
  };

  const show = () => {
    const wanted = bare(field.value).split(/\s+/).filter(Boolean);
    list.replaceChildren();
    status.textContent = "";
    if (!wanted.length || !notes) return;
    const found = notes.filter((note) => wanted.every((word) => note.text.includes(word)));
    status.textContent = found.length === 0 ? "Nothing found"
      : found.length === 1 ? "1 note"
      : found.length > MOST ? `${found.length} notes, the first ${MOST} of them` : `${found.length} notes`;
    for (const note of found.slice(0, MOST)) {
      const link = document.createElement("a");
      link.href = `${note.file}#note-${encodeURIComponent(note.id)}`;
      link.textContent = note.title;
      link.dir = "auto";
      const place = document.createElement("span");
      place.className = "quiet";
      place.textContent = note.section;
      place.dir = "auto";
      const item = document.createElement("li");
      item.append(link, " ", place);
      list.append(item);
    }
  };

  if (form) {
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    field.addEventListener("focus", load, { once: true });
    field.addEventListener("input", () => { load(); show(); });
  }
}
