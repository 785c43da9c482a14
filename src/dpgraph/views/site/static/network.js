"use strict";
// The network: what is shown, how it looks, and what is told about it. All of it is in the address.
(async () => {
  const { make, data } = window.dpgraph;
  const given = await data("network");
  const byId = (id) => document.getElementById(id);
  const N = given.nodes, T = given.ties, many = N.key.length, isGrouped = many > given.grouped;
  const GREY = "#999999", ASSERTED = 0;

  // Entities, the ties of each pair, and what belongs to what.
  const nodes = N.key.map((key, id) => ({ id, key, title: N.name[id], x: N.x[id], y: N.y[id], fx: N.x[id], fy: N.y[id], shape: given.types[N.type[id]][1], pairs: [] }));
  const byKey = new Map(nodes.map((node) => [node.key, node]));
  const pairs = new Map();
  T.a.forEach((a, n) => {
    const b = T.b[n], key = a < b ? a * many + b : b * many + a;
    if (!pairs.has(key)) {
      const pair = { a: Math.min(a, b), b: Math.max(a, b), ties: [] };
      pairs.set(key, pair);
      nodes[a].pairs.push(pair);
      nodes[b].pairs.push(pair);
    }
    pairs.get(key).ties.push(n);
  });
  const groups = isGrouped ? gather() : [];
  function gather() {
    const found = new Map();
    nodes.forEach((node, id) => {
      if (!found.has(N.community[id])) found.set(N.community[id], []);
      found.get(N.community[id]).push(node);
    });
    return apart([...found].sort((a, b) => a[0] - b[0]).map(([community, members]) => {
      const first = members.reduce((a, b) => (given.sizes.ties[b.id] > given.sizes.ties[a.id] ? b : a));
      const mean = (of) => members.reduce((sum, node) => sum + node[of], 0) / members.length;
      const x = mean("x"), y = mean("y");
      return { id: `g${community}`, community, members, many: members.length, title: `${first.title} and ${members.length - 1} others`, x, y, fx: x, fy: y, shape: "dot", r: 12 * Math.sqrt(members.length) };
    }));
  }
  // Groups that lie upon each other are pushed away from each other.
  function apart(all) {
    for (let turn = 0; turn < 80; turn += 1) {
      for (const a of all) for (const b of all) {
        const far = Math.hypot(a.x - b.x, a.y - b.y) || 1, push = (1.3 * (a.r + b.r) - far) / 2;
        if (a.id >= b.id || push <= 0) continue;
        const dx = ((a.x - b.x) / far) * push, dy = ((a.y - b.y) / far) * push;
        a.x += dx; b.x -= dx; a.y += dy; b.y -= dy;
      }
    }
    for (const group of all) { group.fx = group.x; group.fy = group.y; }
    return all;
  }

  const state = {
    colour: "class", size: "ties", off: new Set(), predicates: new Set(), statuses: new Set(), sector: "", document: "",
    confidence: 0, from: "", to: "", at: "", tie: "", find: "", only: null, open: new Set(), view: null,
  };

  // The address holds the state: names and keys, so that a link survives small changes of the graph.
  const WORDS = ["colour", "size", "sector", "document", "confidence", "from", "to", "at", "tie", "find"];
  function readAddress() {
    const said = new URLSearchParams(location.hash.slice(1));
    const set = (name, of) => new Set((said.get(name) || "").split("|").filter(Boolean).map(of).filter((n) => n >= 0));
    const start = { colour: "class", size: "ties", confidence: 0 };
    WORDS.forEach((name) => { state[name] = said.get(name) || start[name] || ""; });
    state.confidence = Number(state.confidence) || 0;
    if (!given.sizes[state.size]) state.size = "ties";
    state.off = set("off", (name) => given.types.findIndex((type) => type[0] === name));
    state.predicates = set("no", (name) => given.predicates.indexOf(name));
    state.statuses = set("not", (name) => given.statuses.indexOf(name));
    state.only = said.has("only") ? new Set(said.get("only").split("|").map((key) => byKey.get(key)).filter(Boolean).map((node) => node.id)) : null;
    state.open = set("open", Number);
    state.view = said.has("view") ? said.get("view").split(",").map(Number) : null;
  }
  let writing = 0;
  function writeAddress() {
    clearTimeout(writing);
    writing = setTimeout(() => {
      const said = new URLSearchParams();
      WORDS.forEach((name) => { if (state[name] && !(name === "colour" && state.colour === "class") && !(name === "size" && state.size === "ties")) said.set(name, state[name]); });
      const put = (name, set, of) => { if (set && set.size) said.set(name, [...set].map(of).join("|")); };
      put("off", state.off, (n) => given.types[n][0]);
      put("no", state.predicates, (n) => given.predicates[n]);
      put("not", state.statuses, (n) => given.statuses[n]);
      put("only", state.only, (n) => N.key[n]);
      put("open", state.open, String);
      said.set("view", drawing.view().join(","));
      history.replaceState(null, "", `#${said}`);
    }, 250);
  }

  // What is shown.
  const sectorOf = () => (state.sector && byKey.has(state.sector) ? byKey.get(state.sector).id : -1);
  const documentOf = () => (state.document ? given.documents.indexOf(state.document) : -1);
  function tieShown(n, sector, document_) {
    if (state.statuses.has(T.status[n]) || state.predicates.has(T.predicate[n]) || T.confidence[n] < state.confidence) return false;
    if ((state.from && (!T.year[n] || T.year[n] < Number(state.from))) || (state.to && (!T.year[n] || T.year[n] > Number(state.to)))) return false;
    if (document_ >= 0 && !T.documents[n].includes(document_)) return false;
    return sector < 0 || N.sectors[T.a[n]].includes(sector) || N.sectors[T.b[n]].includes(sector);
  }
  const classShown = (id) => !state.off.has(N.type[id]) && (!state.only || state.only.has(id));
  const stands = (id) => (isGrouped && !state.only && !state.open.has(N.community[id]) ? groupOf.get(N.community[id]) : nodes[id]);
  const groupOf = new Map(groups.map((group) => [group.community, group]));
  let current = { nodes: [], links: [], ranked: [], gaps: [] };
  function select() {
    const sector = sectorOf(), document_ = documentOf(), links = new Map(), seen = new Set();
    for (const pair of pairs.values()) {
      if (!classShown(pair.a) || !classShown(pair.b)) continue;
      const ties = pair.ties.filter((n) => tieShown(n, sector, document_));
      if (!ties.length) continue;
      const source = stands(pair.a), target = stands(pair.b);
      seen.add(source).add(target);
      if (source === target) continue;
      const key = `${source.id} ${target.id}`;
      if (!links.has(key)) links.set(key, { source, target, ties: [], pairs: [] });
      links.get(key).ties.push(...ties);
      links.get(key).pairs.push(pair);
    }
    if (state.only) state.only.forEach((id) => { if (classShown(id)) seen.add(nodes[id]); });
    for (const link of links.values()) link.dashed = link.ties.every((n) => T.status[n] !== ASSERTED);
    return { nodes: [...seen], links: [...links.values()] };
  }

  // How it looks.
  const legends = { class: null, community: null, owner: null, status: null };
  function ranking(of, name) {
    const counts = new Map();
    of.forEach((key) => { if (key >= 0) counts.set(key, (counts.get(key) || 0) + 1); });
    const best = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 7).map(([key]) => key);
    return { colour: new Map(best.map((key, n) => [key, given.colours[n]])), names: best.map((key, n) => [given.colours[n], name(key)]) };
  }
  function foremost(ids) { return ids.reduce((a, b) => (given.sizes.ties[b] > given.sizes.ties[a] ? b : a)); }
  function colours() {
    if (state.colour === "community") {
      legends.community ||= ranking(N.community, (c) => `around ${N.name[foremost(nodes.filter((node) => N.community[node.id] === c).map((node) => node.id))]}`);
      return (id) => legends.community.colour.get(N.community[id]) || GREY;
    }
    if (state.colour === "owner") {
      legends.owner ||= ranking(N.owner, (id) => N.name[id]);
      return (id) => legends.owner.colour.get(N.owner[id]) || GREY;
    }
    if (state.colour === "status") {
      return (id) => {
        const statuses = nodes[id].pairs.flatMap((pair) => pair.ties.map((n) => T.status[n]));
        return given.colours[Math.min(...statuses)] || GREY;
      };
    }
    return (id) => given.types[N.type[id]][2];
  }
  function dress() {
    const colour = colours(), sizes = given.sizes[state.size], most = Math.max(sizes.reduce((a, b) => Math.max(a, b), 0), 1e-9);
    for (const node of nodes) {
      node.colour = colour(node.id);
      node.weight = sizes[node.id];
      node.r = 9 + 26 * Math.sqrt(sizes[node.id] / most);
    }
    for (const group of groups) {
      group.colour = state.colour === "community" ? colour(group.members[0].id) : foremostColour(group);
      group.weight = 1e9 + group.many;
    }
  }
  function foremostColour(group) {
    const counts = new Map();
    group.members.forEach((node) => counts.set(node.colour, (counts.get(node.colour) || 0) + 1));
    return [...counts].sort((a, b) => b[1] - a[1])[0][0];
  }
  // What is in question stands out; the rest steps back.
  function light() {
    const at = byKey.get(state.at), finding = given.findings[state.find], lit = new Set();
    let chosen = null;
    if (finding) finding.members.forEach((id) => lit.add(stands(id)));
    else if (at) {
      chosen = stands(at.id);
      lit.add(chosen);
      current.links.forEach((link) => { if (link.source === chosen || link.target === chosen) lit.add(link.source).add(link.target); });
    } else if (state.tie) state.tie.split("~").forEach((key) => { if (byKey.has(key)) lit.add(stands(byKey.get(key).id)); });
    const any = lit.size > 0;
    for (const node of current.nodes) node.dim = any && !lit.has(node);
    for (const link of current.links) {
      const both = lit.has(link.source) && lit.has(link.target);
      link.lit = any && both && (!chosen || link.source === chosen || link.target === chosen);
      link.dim = any && !link.lit;
    }
    for (const link of current.links) link.tone = state.colour === "status" ? given.colours[Math.min(...link.ties.map((n) => T.status[n]))] : null;
    current.chosen = chosen;
    current.gaps = finding ? finding.missing.map(([a, b]) => [stands(a), stands(b)]) : [];
    current.ranked = [...current.nodes].sort((a, b) => lit.has(b) - lit.has(a) || (b === chosen) - (a === chosen) || b.weight - a.weight || a.x - b.x);
  }
  function paint(changed) {
    if (changed) current = { ...select(), ranked: [], gaps: [] };
    dress();
    light();
    drawing.show(current, changed);
    tell();
    writeAddress();
  }

  const drawing = window.dpgraph.drawing(byId("canvas"), given.shapes, {
    node: (node) => (node.many ? showGroup(node) : choose(node, false)),
    link: (link) => showLink(link),
    nothing: () => { state.at = ""; state.tie = ""; state.find = ""; close(); paint(false); },
    hover: (node, link) => {
      byId("tip").textContent = node ? (node.many ? node.title : `${node.title} (${given.classes[N.class[node.id]]})`)
        : link ? `${link.source.title} – ${link.target.title}: ${[...new Set(link.ties.map(told))].slice(0, 4).join(", ")}` : "";
    },
    moved: writeAddress,
    legend: () => (state.colour === "class" ? byCount(tally(current.nodes.filter((node) => !node.many).map((node) => N.type[node.id]), given.types.length)).map(([n]) => [given.types[n][1], given.types[n][2], given.types[n][0]]) : named().map(([colour, name]) => ["dot", colour, name])),
  });
  const told = (n) => given.predicates[T.predicate[n]] + (T.status[n] === ASSERTED ? "" : ` (${given.statuses[T.status[n]]})`);

  // Details.
  function close() { byId("details").hidden = true; byId("details").replaceChildren(); }
  function detail(...children) {
    byId("details").hidden = false;
    byId("details").replaceChildren(...children.filter(Boolean));
    byId("details").parentElement.scrollTop = 0;
  }
  const button = (text, onclick) => make("button", { type: "button", onclick }, text);
  const linkTo = (id) => make("button", { type: "button", class: "link", onclick: () => choose(nodes[id], true) }, N.name[id]);
  function choose(node, fly) {
    state.at = node.key;
    state.tie = "";
    state.find = "";
    if (isGrouped && !state.only && !state.open.has(N.community[node.id])) { state.open.add(N.community[node.id]); paint(true); } else paint(false);
    if (fly) drawing.fly(node);
    showNode(node);
  }
  const beside = (id) => nodes[id].pairs.map((pair) => (pair.a === id ? pair.b : pair.a));
  function showNode(node) {
    const { id } = node, ties = node.pairs.flatMap((pair) => pair.ties).sort((a, b) => T.status[a] - T.status[b] || T.predicate[a] - T.predicate[b] || a - b);
    const keep = (ids) => { state.only = new Set(ids); paint(true); drawing.fit(current.nodes); showNode(node); };
    detail(
      make("h2", {}, N.name[id]),
      make("p", { class: "quiet" }, [given.classes[N.class[id]], N.chinese[id]].filter(Boolean).join(" · ")),
      make("p", { class: "buttons" },
        N.link[id] ? make("a", { href: document.documentElement.dataset.root + N.link[id] }, "Its page") : null,
        button("Only its neighbourhood", () => keep([id, ...beside(id)])),
        state.only ? button("Add its neighbours", () => keep([...state.only, ...beside(id)])) : null,
        state.only ? button("Take them away", () => keep([...state.only].filter((other) => other === id || !beside(id).includes(other) || beside(other).some((third) => third !== id && state.only.has(third))))) : null,
        isGrouped && !state.only ? button("Close its group", () => { state.open.delete(N.community[id]); state.at = ""; close(); paint(true); }) : null),
      make("h3", {}, `${ties.length} statement${ties.length === 1 ? "" : "s"}`),
      statements(ties),
    );
  }
  function showLink(link) {
    if (link.source.many || link.target.many) { detail(make("h2", {}, `${link.source.title} – ${link.target.title}`), make("p", {}, `${link.ties.length} statements join these groups.`), statements(link.ties)); return; }
    state.at = "";
    state.find = "";
    state.tie = `${link.source.key}~${link.target.key}`;
    paint(false);
    detail(make("h2", {}, `${link.source.title} – ${link.target.title}`), statements(link.ties));
  }
  function showGroup(group) {
    const best = [...group.members].sort((a, b) => b.weight - a.weight).slice(0, 12);
    detail(make("h2", {}, group.title), make("p", { class: "buttons" }, button("Open this group", () => { state.open.add(group.community); close(); paint(true); drawing.fit(group.members); })),
      make("ul", { class: "plain" }, ...best.map((node) => make("li", {}, linkTo(node.id)))));
  }
  function showFinding() {
    const finding = given.findings[state.find];
    if (!finding) return;
    detail(make("p", { class: "quiet" }, "Finding"), make("h2", {}, make("a", { href: document.documentElement.dataset.root + finding.link }, finding.title)),
      make("p", {}, "Its members stand out; dashed lines join those of whom no document states a tie."),
      make("ul", { class: "plain" }, ...finding.members.map((id) => make("li", {}, linkTo(id)))));
  }
  // Statements with their sentences; the first thirty, the rest when it is asked for.
  function statements(ties) {
    const place = make("div", { class: "statements" });
    data("evidence").then((evidence) => {
      const lines = ties.map((n) => statement(evidence, n)), rest = lines.slice(30);
      const more = rest.length ? button(`${rest.length} more`, () => more.replaceWith(...rest)) : null;
      place.replaceChildren(...lines.slice(0, 30), ...(more ? [more] : []));
    });
    return place;
  }
  function statement(evidence, n) {
    const facts = [T.year[n] || "", `confidence ${T.confidence[n]}`].filter(Boolean).join(", "), status = given.statuses[T.status[n]];
    return make("article", { class: "statement" },
      make("div", {}, linkTo(T.a[n]), ` ${given.predicates[T.predicate[n]]} `, linkTo(T.b[n]), " ", status === "asserted" ? null : make("span", { class: `chip ${status}` }, status), " ", make("span", { class: "quiet" }, facts)),
      ...evidence.ties[n].map(([number, method]) => {
        const [text, document_, section, start] = evidence.sentences[number];
        const title = document_ < 0 ? null : make("a", { href: `${document.documentElement.dataset.root + evidence.links[document_]}#c${start}` }, given.documents[document_]);
        return make("blockquote", {}, make("p", {}, text), make("footer", {}, title, section ? `, ${section}` : "", ` · ${method}`));
      }));
  }

  // Controls.
  function swatch(shape, colour) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    for (const [name, value] of [["class", "swatch"], ["width", 14], ["height", 14], ["viewBox", "0 0 20 20"], ["aria-hidden", "true"]]) svg.setAttribute(name, value);
    path.setAttribute("d", given.shapes[shape]);
    path.setAttribute("fill", colour);
    svg.append(path);
    return svg;
  }
  function box(set, n, name, count, mark) {
    const input = make("input", { type: "checkbox" });
    input.checked = !set.has(n);
    input.addEventListener("change", () => { if (input.checked) set.delete(n); else set.add(n); paint(true); });
    return make("label", { class: "box" }, input, mark || null, make("span", {}, name), make("span", { class: "count" }, count.toLocaleString("en")));
  }
  const tally = (values, length) => { const counts = new Array(length).fill(0); values.forEach((value) => { counts[value] += 1; }); return counts; };
  const byCount = (counts) => counts.map((count, n) => [n, count]).filter(([, count]) => count).sort((a, b) => b[1] - a[1]);
  function listBoxes() {
    const isClass = state.colour === "class";
    byId("legend").replaceChildren(...legend(), ...byCount(tally(N.type, given.types.length)).map(([n, count]) => box(state.off, n, given.types[n][0], count, swatch(given.types[n][1], isClass ? given.types[n][2] : GREY))));
    byId("statuses").replaceChildren(...byCount(tally(T.status, given.statuses.length)).map(([n, count]) => box(state.statuses, n, given.statuses[n], count)));
    byId("predicates").replaceChildren(...byCount(tally(T.predicate, given.predicates.length)).map(([n, count]) => box(state.predicates, n, given.predicates[n], count)));
  }
  // What the colours mean, where they are not those of the classes.
  function named() {
    colours();
    return state.colour === "status" ? given.statuses.map((status, n) => [given.colours[n], n ? `at best ${status}` : status]) : [...legends[state.colour].names, [GREY, state.colour === "owner" ? "others, or owner not stated" : "others"]];
  }
  function legend() {
    if (state.colour === "class") return [];
    return [make("ul", { class: "plain", "aria-label": "What the colours mean" }, ...named().map(([colour, name]) => make("li", {}, swatch("dot", colour), name))), make("p", { class: "quiet" }, "Classes, by shape")];
  }
  function tell() {
    const ties = current.links.reduce((sum, link) => sum + link.ties.length, 0), closed = current.nodes.filter((node) => node.many);
    const inside = closed.reduce((sum, group) => sum + group.many, 0);
    byId("count").textContent = `${(current.nodes.length - closed.length + inside).toLocaleString("en")} entities${closed.length ? ` (${closed.length} groups to open)` : ""}, ${ties.toLocaleString("en")} statements ${closed.length ? "between them" : "shown"}`;
    byId("entities").replaceChildren(...current.ranked.filter((node) => !node.many).slice(0, 60).map((node) => make("li", {}, linkTo(node.id))));
  }
  function fill() {
    const sectors = nodes.filter((node) => given.types[N.type[node.id]][0] === "Sector").sort((a, b) => (a.title < b.title ? -1 : 1));
    if (byId("sector").options.length === 1) byId("sector").append(...sectors.map((node) => make("option", { value: node.key }, node.title)));
    if (byId("document").options.length === 1) byId("document").append(...given.documents.map((title) => make("option", {}, title)));
    for (const name of ["colour", "size", "sector", "document", "confidence", "from", "to"]) byId(name).value = state[name];
    byId("confidence-said").textContent = state.confidence;
    listBoxes();
  }
  for (const name of ["colour", "size", "sector", "document", "confidence", "from", "to"]) {
    byId(name).addEventListener("input", (event) => {
      state[name] = name === "confidence" ? Number(event.target.value) : event.target.value;
      byId("confidence-said").textContent = state.confidence;
      if (name === "colour") listBoxes();
      paint(!["colour", "size"].includes(name));
    });
  }
  function reset() {
    Object.assign(state, { sector: "", document: "", confidence: 0, from: "", to: "", at: "", tie: "", find: "", only: null });
    [state.off, state.predicates, state.statuses, state.open].forEach((set) => set.clear());
    close();
    fill();
    paint(true);
    drawing.fit(current.nodes);
  }
  byId("reset").addEventListener("click", reset);
  byId("closer").addEventListener("click", () => drawing.closer(1.5));
  byId("farther").addEventListener("click", () => drawing.closer(1 / 1.5));
  byId("whole").addEventListener("click", () => drawing.fit(current.nodes));
  byId("png").addEventListener("click", drawing.png);
  byId("svg").addEventListener("click", drawing.svg);
  byId("share").addEventListener("click", async () => {
    try { await navigator.clipboard.writeText(location.href); byId("tip").textContent = "The link is copied."; } catch { byId("tip").textContent = "The address of this page is the link."; }
  });
  byId("canvas").addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [-80, 0], ArrowRight: [80, 0], ArrowUp: [0, -80], ArrowDown: [0, 80] }[event.key];
    if (step) drawing.pan(...step);
    else if (event.key === "+" || event.key === "=") drawing.closer(1.4);
    else if (event.key === "-") drawing.closer(1 / 1.4);
    else if (event.key === "Escape") { state.at = ""; state.tie = ""; state.find = ""; close(); paint(false); drawing.fit(current.nodes); } else return;
    event.preventDefault();
  });
  window.dpgraph.fly = (key) => { if (!byKey.has(key)) return false; choose(byKey.get(key), true); return true; };

  function arrive() {
    readAddress();
    fill();
    paint(true);
    const finding = given.findings[state.find];
    if (state.view && state.view.every(Number.isFinite)) drawing.look(state.view);
    else if (finding && finding.members.length) drawing.fit(finding.members.map(stands), 0);
    else drawing.fit(current.nodes, 0);
    if (finding) showFinding();
    else if (byKey.has(state.at)) { showNode(byKey.get(state.at)); if (!state.view) drawing.fly(byKey.get(state.at)); }
    else if (state.tie) {
      const link = current.links.find(({ source, target }) => `${source.key}~${target.key}` === state.tie || `${target.key}~${source.key}` === state.tie);
      if (link) showLink(link);
    }
  }
  window.addEventListener("hashchange", arrive);
  arrive();
  window.dpgraph.network = { state, drawing, shown: () => current };
})();
