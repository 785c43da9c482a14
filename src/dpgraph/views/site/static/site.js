"use strict";
// Data comes by scripts that call dpgraph(name, text of JSON): that works from a server and from disk alike.
(() => {
  const waiting = new Map(), known = new Map();
  const root = document.documentElement.dataset.root;
  window.dpgraph = (name, text) => {
    known.set(name, JSON.parse(text));
    (waiting.get(name) || []).forEach((done) => done(known.get(name)));
    waiting.delete(name);
  };
  // The data of a name, loaded when it is not there yet.
  window.dpgraph.data = (name) => new Promise((done) => {
    if (known.has(name)) { done(known.get(name)); return; }
    const first = !waiting.has(name);
    waiting.set(name, [...(waiting.get(name) || []), done]);
    if (!first || document.querySelector(`script[src$="data/${name}.js"]`)) return;
    const script = document.createElement("script");
    script.src = `${root}data/${name}.js`;
    document.head.append(script);
  });
  // Elements: text is only ever set as text.
  window.dpgraph.make = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name === "onclick") element.addEventListener("click", value);
      else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  };

  const { make } = window.dpgraph;
  const input = document.getElementById("search"), list = document.getElementById("hits"), said = document.getElementById("hits-said");
  const folded = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  let entries = null, hits = [], at = -1;

  function rank(keys, wanted) {
    let best = 9;
    for (const key of keys) {
      const found = key.indexOf(wanted);
      if (found < 0) continue;
      best = Math.min(best, key === wanted ? 0 : found === 0 ? 1 : /[\s·-]/.test(key[found - 1]) ? 2 : 3);
    }
    return best;
  }
  // The name that was found: the entity's own, or the one in the other language.
  function called(entry, wanted) {
    if (folded(entry.name).includes(wanted)) return entry.name;
    return `${entry.others.find((other) => folded(other).includes(wanted))} · ${entry.name}`;
  }
  async function search() {
    const wanted = folded(input.value.trim());
    if (!entries) {
      entries = (await window.dpgraph.data("names")).map(([name, kind, link, others, key]) => (
        { name, kind, link, others, key, keys: [name, ...others].map(folded) }));
    }
    hits = wanted ? entries.map((entry) => ({ ...entry, rank: rank(entry.keys, wanted) })).filter((entry) => entry.rank < 9)
      .sort((a, b) => a.rank - b.rank || a.name.length - b.name.length || (a.name < b.name ? -1 : 1)).slice(0, 12)
      .map((entry) => ({ ...entry, shown: called(entry, wanted) })) : [];
    at = hits.length ? 0 : -1;
    show();
    said.textContent = wanted ? `${hits.length || "No"} names found` : "";
  }
  function show() {
    list.replaceChildren(...hits.map((hit, n) => make("li", { role: "option", id: `hit-${n}`, "aria-selected": String(n === at), onclick: () => choose(n) },
      make("span", {}, hit.shown), make("small", {}, hit.kind))));
    list.hidden = !hits.length;
    input.setAttribute("aria-expanded", String(hits.length > 0));
    if (at >= 0) input.setAttribute("aria-activedescendant", `hit-${at}`); else input.removeAttribute("aria-activedescendant");
    if (at >= 0) list.children[at].scrollIntoView({ block: "nearest" });
  }
  function close() { hits = []; at = -1; show(); }
  function choose(n) {
    const hit = hits[n];
    close();
    input.value = hit.name;
    if (window.dpgraph.fly && window.dpgraph.fly(hit.key)) return;
    if (hit.link) location.href = root + hit.link;
  }
  input.addEventListener("focus", () => window.dpgraph.data("names"));
  input.addEventListener("input", search);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      at = hits.length ? (at + (event.key === "ArrowDown" ? 1 : hits.length - 1)) % hits.length : -1;
      show();
      event.preventDefault();
    } else if (event.key === "Escape") close();
  });
  document.getElementById("find").addEventListener("submit", (event) => {
    event.preventDefault();
    if (at >= 0) choose(at);
  });
  document.addEventListener("click", (event) => { if (!document.getElementById("find").contains(event.target)) close(); });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && !event.target.isContentEditable) { event.preventDefault(); input.focus(); }
  });
})();
