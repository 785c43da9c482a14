"use strict";
// A sentence and what it states point at each other.
(() => {
  const stretches = [...document.querySelectorAll(".stated")], notes = new Map([...document.querySelectorAll("[data-note]")].map((note) => [note.dataset.note, note]));
  const holding = new Map();
  for (const stretch of stretches) for (const id of stretch.dataset.notes.split(" ")) holding.set(id, [...(holding.get(id) || []), stretch]);
  function light(ids) {
    document.querySelectorAll(".lit").forEach((lit) => lit.classList.remove("lit"));
    for (const id of ids) {
      (holding.get(id) || []).forEach((stretch) => stretch.classList.add("lit"));
      if (notes.has(id)) notes.get(id).classList.add("lit");
    }
  }
  for (const [id, note] of notes) {
    note.addEventListener("mouseenter", () => light([id]));
    note.addEventListener("focusin", () => light([id]));
    note.addEventListener("click", (event) => {
      light([id]);
      if (!event.target.closest("a:not(.where)") && holding.has(id)) holding.get(id)[0].scrollIntoView({ block: "nearest" });
    });
  }
  for (const stretch of stretches) {
    stretch.addEventListener("click", (event) => {
      if (event.target.closest("a")) return;
      const ids = stretch.dataset.notes.split(" ");
      light(ids);
      const first = ids.map((id) => notes.get(id)).find(Boolean);
      if (first) first.scrollIntoView({ block: "nearest" });
    });
  }
  function arrive() {
    const anchor = location.hash.startsWith("#c") && document.getElementById(location.hash.slice(1));
    if (!anchor) return;
    let next = anchor;
    while (next && !next.classList.contains("stated")) next = next.nextElementSibling;
    if (next) {
      const ids = next.dataset.notes.split(" "), own = ids.filter((id) => id.endsWith(`-${location.hash.slice(2)}`));
      light(own.length ? own : ids);
    }
    anchor.scrollIntoView({ block: "center" });
  }
  window.addEventListener("hashchange", arrive);
  arrive();
})();
