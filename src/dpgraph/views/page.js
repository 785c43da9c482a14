"use strict";
(() => {
  const given = JSON.parse(document.getElementById("data").textContent);
  const details = given.details;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const byId = (id) => document.getElementById(id);
  const ROLES = {
    function: "Function", narrower: "Stated as", owners: "Owners", resources: "Resources", participants: "Active there, no resource named",
    funds: "Funds and funding bodies", managers: "Managers", unowned: "Owner or manager not stated", broker: "Tied to both sides",
  };
  const SHAPES = {
    dot: "M10 3a7 7 0 1 0 .01 0z", square: "M4 4h12v12H4z", diamond: "M10 2l8 8-8 8-8-8z", triangle: "M10 3l8 14H2z",
    triangleDown: "M10 17L2 3h16z", hexagon: "M6 3h8l4 7-4 7H6l-4-7z", star: "M10 1l2.6 6 6.4.6-4.8 4.3 1.4 6.4L10 15l-5.6 3.3 1.4-6.4L1 7.6 7.4 7z",
  };
  const off = { types: new Set(), predicates: new Set(), statuses: new Set() };
  let chosen = null;
  let waiting = 0;

  // Elements: text is only ever set as text.
  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name === "onclick") element.addEventListener("click", value);
      else if (value !== false && value !== null) element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  }
  function swatch(shape, colour) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    for (const [name, value] of [["width", 18], ["height", 18], ["viewBox", "0 0 20 20"], ["aria-hidden", "true"]]) svg.setAttribute(name, value);
    path.setAttribute("d", SHAPES[shape]);
    path.setAttribute("fill", colour);
    path.setAttribute("stroke", "#666");
    svg.append(path);
    return svg;
  }
  const words = (name) => name.replace(/([a-z])([A-Z])/g, (_, a, b) => `${a} ${b.toLowerCase()}`);
  const nameOf = (id) => details.entities[id].name;
  const entityButton = (id) => make("button", { type: "button", class: "link", onclick: () => showEntity(id, true) }, nameOf(id));

  // The drawing.
  const ink = () => getComputedStyle(document.documentElement);
  const tone = (name) => ink().getPropertyValue(name).trim();
  const nodes = new vis.DataSet(given.nodes.map((node) => ({ ...node, title: undefined })));
  const edges = new vis.DataSet(given.edges);
  const neighbours = new Map(given.nodes.map((node) => [node.id, new Set([node.id])]));
  const tiesOf = new Map(given.nodes.map((node) => [node.id, []]));
  given.edges.forEach((edge, n) => {
    neighbours.get(edge.from).add(edge.to);
    neighbours.get(edge.to).add(edge.from);
    tiesOf.get(edge.from).push(n);
    if (edge.to !== edge.from) tiesOf.get(edge.to).push(n);
  });
  const network = new vis.Network(byId("network"), { nodes, edges }, given.options);

  // What the panel of filters leaves. A sector holds what is active in it or in a narrower one.
  const limits = { sector: "", document: "", confidence: 0, from: "", to: "" };
  const sectors = new Map();
  const within = (id, sector) => {
    for (const up of [sector, ...(details.broader[sector] || [])]) {
      if (!sectors.has(up)) sectors.set(up, new Set([up]));
      sectors.get(up).add(id);
    }
  };
  given.nodes.forEach((node) => { if (node.type === "Sector") within(node.id, node.id); });
  given.edges.forEach((edge) => { if (edge.predicate === "activeIn" && !["denied", "ceased"].includes(edge.status)) within(edge.from, edge.to); });
  function beyond(n) {
    const { year, confidence, evidence } = details.statements[n], { from, to } = given.edges[n];
    if (confidence < limits.confidence) return true;
    if ((limits.from && (!year || year < Number(limits.from))) || (limits.to && (!year || year > Number(limits.to)))) return true;
    if (limits.document && !evidence.some(([number]) => details.sentences[number][1] === limits.document)) return true;
    return limits.sector !== "" && !sectors.get(Number(limits.sector)).has(from) && !sectors.get(Number(limits.sector)).has(to);
  }
  let passing = null; // the nodes that a tie within the limits joins; null while there is no limit
  function applyLimits() {
    passing = Object.values(limits).some(Boolean) ? new Set() : null;
    given.edges.forEach((edge, n) => { edge.beyond = Boolean(passing) && beyond(n); if (passing && !edge.beyond) passing.add(edge.from).add(edge.to); });
    repaint();
  }
  function hiddenNode(node) { return off.types.has(node.type) || Boolean(passing && !passing.has(node.id)); }
  function hiddenEdge(edge) { return edge.beyond || off.predicates.has(edge.predicate) || off.statuses.has(edge.status); }

  // Names stay readable on every scale: those of the nodes in question, else of the nodes with most neighbours.
  const foremost = new Set();
  function chooseForemost() {
    const xs = given.nodes.map((node) => node.x), ys = given.nodes.map((node) => node.y);
    const span = (values) => values.reduce((a, b) => Math.max(a, b), -1e9) - values.reduce((a, b) => Math.min(a, b), 1e9);
    const { clientWidth, clientHeight } = network.body.container, scale = Math.min(clientWidth / (span(xs) || 1), clientHeight / (span(ys) || 1), 1.4);
    const half = (id) => (3.7 * given.nodes[id].label.length) / scale, below = (id) => ys[id] + given.nodes[id].size;
    for (const [id] of [...neighbours].sort((a, b) => b[1].size - a[1].size || a[0] - b[0]).slice(0, 60)) {
      const clear = [...foremost].every((other) => Math.abs(xs[id] - xs[other]) > half(id) + half(other) || Math.abs(below(id) - below(other)) > 20 / scale);
      if (clear && foremost.size < 18) foremost.add(id);
    }
  }
  chooseForemost();
  function sizeOf(node, lit) {
    const named = lit ? lit.size <= 60 && lit.has(node.id) : foremost.has(node.id);
    const even = chosen && chosen.places ? 13 : node.font.size;
    return named ? Math.max(even, Math.min(13 / network.getScale(), 90)) : node.font.size;
  }
  function relabel() {
    const lit = chosen && chosen.lit;
    const wrap = chosen && chosen.places ? Math.max(130, 130 / network.getScale()) : 1000;
    nodes.update(given.nodes.filter((node) => (lit || foremost).has(node.id)).map((node) => ({
      id: node.id, widthConstraint: { maximum: Math.round(wrap) }, font: { ...nodes.get(node.id).font, size: sizeOf(node, lit) },
    })));
  }

  // `lit`: the nodes in question (null: all), `bold`: the edges in question (null: all those between lit nodes).
  function paint(lit, bold) {
    if (chosen) chosen.lit = lit;
    const text = tone("--ink"), quiet = tone("--quiet"), paper = tone("--paper"), mark = tone("--mark");
    const places = chosen && chosen.places;
    nodes.update(given.nodes.map((node) => {
      const on = !lit || lit.has(node.id);
      return {
        id: node.id, hidden: hiddenNode(node) || Boolean(places && !on), opacity: on ? 1 : 0.13,
        ...((places && places.get(node.id)) || { x: node.x, y: node.y }),
        color: { background: node.colour, border: quiet, highlight: { background: node.colour, border: mark }, hover: { background: node.colour, border: mark } },
        label: places && on ? nameOf(node.id) : node.label,
        font: { size: node.font.size, color: on ? text : "rgba(128,128,128,0.25)", strokeWidth: 3, strokeColor: on ? paper : "rgba(0,0,0,0)" },
      };
    }));
    edges.update(given.edges.map((edge, n) => {
      const on = !lit || (bold ? bold.has(n) : lit.has(edge.from) && lit.has(edge.to));
      return { id: edge.id, hidden: hiddenEdge(edge) || Boolean(places && !on), width: lit && on ? 2 : 1, color: { color: quiet, highlight: mark, hover: mark, opacity: on ? (lit || given.edges.length < 1500 ? 0.8 : 0.38) : 0.05 } };
    }));
  }
  function clearMissing() { edges.remove(edges.getIds({ filter: (edge) => /^[mb]/.test(edge.id) })); }
  // From a narrower function up to the one that a finding is about: from the vocabulary, no document states it.
  function drawNarrower({ roles }) {
    const quiet = tone("--quiet");
    edges.add((roles.narrower || []).flatMap((id, n) => roles.function.map((top, m) => ({
      id: `b${n}-${m}`, from: id, to: top, dashes: [2, 5], width: 1, color: { color: quiet, highlight: quiet, hover: quiet, opacity: 0.7 },
    }))));
  }
  function drawMissing(pairs) {
    const gap = tone("--gap");
    edges.add(pairs.map(([a, b], n) => ({
      id: `m${n}`, from: a, to: b, dashes: [10, 8], width: 3, arrows: { to: { enabled: false } },
      color: { color: gap, highlight: gap, hover: gap, opacity: 1 },
      smooth: chosen.places ? { enabled: true, type: "curvedCW", roundness: 0.22 } : false,
    })));
  }
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const motion = still ? false : { duration: 350, easingFunction: "easeInOutQuad" };
  // Names are sized once the drawing has come to rest.
  function settled() { if (!motion) relabel(); }
  function fit(ids) {
    network.fit({ nodes: ids, minZoomLevel: 0.05, maxZoomLevel: 1.4, animation: motion });
    settled();
  }
  function reset() {
    chosen = null;
    clearMissing();
    paint(null, null);
    waiting = setTimeout(relabel, 400);
    network.unselectAll();
    document.querySelectorAll(".card[aria-pressed=true]").forEach((card) => card.setAttribute("aria-pressed", "false"));
    say("");
  }
  function say(text) { byId("said").textContent = text; }

  // Panels.
  const tabs = ["findings", "details", "filter"];
  function open(name) {
    for (const tab of tabs) {
      byId(tab).hidden = tab !== name;
      byId(`tab-${tab}`).setAttribute("aria-selected", String(tab === name));
      byId(`tab-${tab}`).tabIndex = tab === name ? 0 : -1;
    }
  }
  tabs.forEach((tab, n) => {
    byId(`tab-${tab}`).addEventListener("click", () => open(tab));
    byId(`tab-${tab}`).addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = tabs[(n + step + tabs.length) % tabs.length];
      open(next);
      byId(`tab-${next}`).focus();
    });
  });
  function quote([number, extra]) {
    const [text, source, part] = details.sentences[number];
    return make("blockquote", {}, text, make("small", {}, [source, part, extra].filter(Boolean).join(" · ")));
  }
  // The first of many; the rest comes when it is asked for.
  function first(elements, most = 40) {
    if (elements.length <= most) return elements;
    const rest = elements.slice(most);
    const more = make("button", { type: "button", class: "link", onclick: () => more.replaceWith(...rest) }, `${rest.length} more`);
    return [...elements.slice(0, most), more];
  }
  function statementLine(n) {
    const edge = given.edges[n], said = details.statements[n];
    const facts = [said.year, `confidence ${said.confidence}`].filter(Boolean).join(", ");
    return make("div", {},
      make("p", {}, entityButton(edge.from), ` ${words(edge.predicate)} `, entityButton(edge.to), " ",
        make("span", { class: `chip ${edge.status}` }, edge.status), " ", make("span", { class: "quiet" }, facts)),
      ...said.evidence.map(quote));
  }
  function show(...children) {
    byId("details").replaceChildren(...children.filter((child) => child !== null));
    byId("details").scrollTop = 0;
    open("details");
  }

  function showEntity(id, fly) {
    const entity = details.entities[id];
    reset();
    chosen = { node: id };
    repaint();
    network.selectNodes([id], false);
    if (fly) network.focus(id, { scale: Math.max(network.getScale(), 0.9), animation: motion });
    settled();
    say(entity.name);
    const ties = tiesOf.get(id);
    show(
      make("h2", {}, entity.name),
      make("p", { class: "quiet" }, [words(entity.cls), ...entity.aliases].join(" · ")),
      make("p", { class: "quiet" }, make("small", {}, entity.iri)),
      entity.figures.length ? make("ul", { class: "plain" }, ...entity.figures.map((figure) => make("li", {}, figure))) : null,
      make("h3", {}, `${ties.length} statement${ties.length === 1 ? "" : "s"}`),
      ...first(ties.map(statementLine)),
    );
  }
  function showTie(n) {
    const { from, to } = given.edges[n];
    const same = given.edges.map((edge, m) => m).filter((m) => {
      const edge = given.edges[m];
      return (edge.from === from && edge.to === to) || (edge.from === to && edge.to === from);
    });
    reset();
    chosen = { tie: n, bold: new Set(same) };
    repaint();
    network.selectEdges([given.edges[n].id]);
    say(`${nameOf(from)} ${words(given.edges[n].predicate)} ${nameOf(to)}`);
    show(make("h2", {}, `${nameOf(from)} – ${nameOf(to)}`), ...[n, ...same.filter((m) => m !== n)].map(statementLine));
  }
  function showMissing(a, b) {
    open("details");
    const said = given.edges.map((edge, m) => m).filter((m) => {
      const edge = given.edges[m];
      return (edge.from === a && edge.to === b) || (edge.from === b && edge.to === a);
    });
    const denied = said.some((m) => given.edges[m].status === "denied");
    byId("details").replaceChildren(
      make("p", {}, make("button", { type: "button", class: "link", onclick: chosen.again }, "← The finding")),
      make("h2", {}, `${nameOf(a)} – ${nameOf(b)}`),
      make("p", {}, make("span", { class: "chip missing" }, denied ? "tie denied" : "no documented tie"),
        denied ? " A document says that there is none." : " No document read here states one, and none denies one."),
      ...(said.length ? [make("h3", {}, "What is said of the two"), ...said.map(statementLine)] : []),
    );
  }

  // Findings.
  function section(title, sentences) {
    return sentences.length ? [make("h3", {}, title), ...first(sentences.map(quote))] : [];
  }
  function pairs(title, ends) {
    const lines = ends.map(([a, b, kind]) => make("li", {}, `${nameOf(a)} – ${nameOf(b)}${kind ? `: ${kind}` : ""}`));
    return lines.length ? [make("h3", {}, title), make("ul", { class: "plain" }, ...first(lines))] : [];
  }
  const membersOf = (finding) => [...new Set(Object.values(finding.roles).flat())];

  // Where the members of a finding stand when it is drawn by itself: functions in the middle, parties around them,
  // what a party has between the two.
  function placesOf(finding) {
    const { roles } = finding;
    const inner = new Set([...(roles.resources || []), ...(roles.funds || []), ...(roles.unowned || [])]);
    const parties = [...new Set([...(roles.owners || []), ...(roles.managers || []), ...(roles.participants || [])])];
    const radius = Math.max(260, parties.length * 75);
    const places = new Map(), angles = new Map();
    const put = (id, angle, distance) => places.set(id, { x: Math.round(1.35 * distance * Math.cos(angle)), y: Math.round(distance * Math.sin(angle)) });
    (roles.function || []).forEach((id, n, all) => places.set(id, { x: 0, y: 70 * (n - (all.length - 1) / 2) }));
    parties.forEach((id, n) => {
      angles.set(id, Math.PI * (parties.length === 2 ? 1 + n : 2 * n / parties.length - 0.5));
      put(id, angles.get(id), radius);
    });
    const beside = new Map();
    [...inner].filter((id) => !angles.has(id)).forEach((id) => {
      const holder = parties.find((party) => neighbours.get(party).has(id));
      beside.set(holder, [...(beside.get(holder) || []), id]);
    });
    for (const [holder, ids] of beside) {
      const middle = holder === undefined ? Math.PI / 2 : angles.get(holder);
      const aside = holder === undefined ? 0 : Math.sign(Math.cos(middle) + 1e-6) * Math.min(0.5, 1.3 / parties.length);
      const step = Math.min(0.5, 4 / Math.max(parties.length, 3) / ids.length);
      ids.forEach((id, n) => put(id, middle + aside + step * (n - (ids.length - 1) / 2), radius * (holder === undefined ? 0.8 : 0.6)));
    }
    const taken = [];
    (roles.narrower || []).filter((id) => !angles.has(id)).forEach((id, n, all) => {
      const around = [...neighbours.get(id)].map((other) => angles.get(other)).filter((angle) => angle !== undefined);
      const middle = around.length ? Math.atan2(around.reduce((sum, a) => sum + Math.sin(a), 0), around.reduce((sum, a) => sum + Math.cos(a), 0)) : (2 * Math.PI * n) / all.length;
      const before = taken.filter((angle) => Math.abs(angle - middle) < 0.4).length;
      taken.push(middle);
      put(id, middle - 0.3 + 0.6 * Math.ceil(before / 2) * (before % 2 ? 1 : -1), radius * (before % 2 ? 0.3 : 0.4));
    });
    (roles.broker || []).forEach((id, n, all) => places.set(id, { x: 180 * (n - (all.length - 1) / 2), y: -1.4 * radius }));
    return places;
  }
  function showFinding(finding, card, within) {
    reset();
    const members = membersOf(finding);
    chosen = { finding, again: () => showFinding(finding, card, within), places: within || members.length > 80 ? null : placesOf(finding) };
    card.setAttribute("aria-pressed", "true");
    repaint();
    drawMissing(finding.missing);
    if (chosen.places) drawNarrower(finding);
    if (members.length) {
      fit(members);
    }
    say(finding.title);
    show(
      make("p", {}, make("button", { type: "button", class: "link", onclick: () => { reset(); open("findings"); card.focus(); } }, "← All findings")),
      make("h2", {}, finding.title),
      make("p", {}, make("span", { class: "chip" }, finding.state), ` score ${finding.score.toFixed(2)} · ${finding.id}`),
      make("p", {}, finding.reason),
      make("p", {}, make("button", { type: "button", class: "link", onclick: () => showFinding(finding, card, !within) }, within ? "Show by itself" : "Show within the whole network")),
      ...Object.entries(finding.roles).filter(([, ids]) => ids.length).flatMap(([role, ids]) => [
        make("h3", {}, ROLES[role] || role), make("ul", { class: "plain" }, ...first(ids.map((id) => make("li", {}, entityButton(id))))),
      ]),
      ...pairs("No documented tie between", finding.missing),
      ...pairs("Documented ties", finding.ties),
      ...section("Evidence", finding.evidence),
      ...section("Against", finding.against),
      ...section("Policies and advice (shown, not counted as evidence)", finding.support),
      ...(finding.settle ? [make("h3", {}, "What would settle it"), make("p", {}, finding.settle)] : []),
      make("h3", {}, "Figures"),
      make("table", {}, make("tbody", {}, ...Object.entries(finding.figures).map(([name, value]) => make("tr", {}, make("td", {}, name.replaceAll("_", " ")), make("td", {}, String(value)))))),
    );
  }
  function listFindings() {
    const groups = [["Silos", "S"], ["Opportunities", "O"]];
    const shown = groups.flatMap(([title, letter]) => {
      const found = details.findings.filter((finding) => finding.kind.startsWith(letter));
      return found.length ? [make("h2", {}, `${title} (${found.length})`), ...found.map(card)] : [];
    });
    byId("findings").replaceChildren(...(shown.length ? shown : [make("p", { class: "quiet" }, "No silo and no opportunity was found.")]));
  }
  function card(finding) {
    const button = make("button", { type: "button", class: "card", "aria-pressed": "false" },
      finding.title, make("small", {}, `${finding.kind} · ${finding.state} · score ${finding.score.toFixed(2)}`));
    button.addEventListener("click", () => showFinding(finding, button));
    return button;
  }

  // Legend and filters.
  function repaint() {
    if (chosen && chosen.finding) paint(new Set(membersOf(chosen.finding)), null);
    else if (chosen && "node" in chosen) paint(neighbours.get(chosen.node), new Set(tiesOf.get(chosen.node)));
    else if (chosen && "tie" in chosen) paint(new Set([given.edges[chosen.tie].from, given.edges[chosen.tie].to]), chosen.bold);
    else paint(null, null);
    relabel();
  }
  function box(kind, name, count, mark) {
    const input = make("input", { type: "checkbox", checked: true });
    input.addEventListener("change", () => {
      if (input.checked) off[kind].delete(name); else off[kind].add(name);
      repaint();
    });
    return make("label", { class: "box" }, input, mark || null, words(name || "unknown"), make("span", { class: "count" }, String(count)));
  }
  function group(title, kind, counts, markOf) {
    const names = Object.keys(counts);
    const boxes = names.map((name) => box(kind, name, counts[name], markOf && markOf(name)));
    const set = (on) => () => {
      off[kind] = new Set(on ? [] : names);
      boxes.forEach((label) => { label.querySelector("input").checked = on; });
      repaint();
    };
    return make("fieldset", {}, make("legend", {}, title), make("span", { class: "all" },
      make("button", { type: "button", class: "link", onclick: set(true) }, "all"), " ", make("button", { type: "button", class: "link", onclick: set(false) }, "none")), ...boxes);
  }
  function limit(name, title, input) {
    input.addEventListener("input", () => { limits[name] = name === "confidence" ? Number(input.value) : input.value; applyLimits(); });
    return make("label", { class: "limit" }, title, input);
  }
  function choice(entries) { return make("select", {}, make("option", { value: "" }, "all"), ...entries.map(([value, name]) => make("option", { value }, name))); }
  function listLimits() {
    const named = [...sectors.keys()].map((id) => [id, nameOf(id)]).sort((a, b) => (a[1] < b[1] ? -1 : 1));
    const read = [...new Set(details.sentences.map((sentence) => sentence[1]))].sort().map((name) => [name, name]);
    return make("fieldset", {}, make("legend", {}, "Filter"),
      limit("sector", "Sector", choice(named)), limit("document", "Document", choice(read)),
      limit("confidence", "Confidence, at least", make("input", { type: "range", min: 0, max: 1, step: 0.05, value: 0 })),
      limit("from", "From year", make("input", { type: "number", min: 1900, max: 2100 })), limit("to", "To year", make("input", { type: "number", min: 1900, max: 2100 })));
  }
  function listFilters() {
    const looks = new Map(given.nodes.map((node) => [node.type, [node.shape, node.colour]]));
    byId("filter").replaceChildren(
      listLimits(),
      group("Classes", "types", details.types, (name) => swatch(...looks.get(name))),
      group("Status (dashed if not asserted)", "statuses", details.statuses),
      group("Relations", "predicates", details.predicates),
      make("p", {}, make("span", { class: "chip missing" }, "- - -"), " no documented tie (of the finding that is chosen)"),
    );
  }

  // Search.
  const folded = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const names = details.entities.map((entity, id) => ({ id, name: entity.name, keys: [entity.name, ...entity.aliases].map(folded) }));
  let hits = [], at = -1;
  function rank(keys, wanted) {
    return Math.min(...keys.map((key) => (key === wanted ? 0 : key.startsWith(wanted) ? 1 : key.includes(` ${wanted}`) ? 2 : key.includes(wanted) ? 3 : 9)));
  }
  function search() {
    const wanted = folded(byId("search").value.trim());
    hits = wanted ? names.map((entry) => ({ ...entry, rank: rank(entry.keys, wanted) })).filter((entry) => entry.rank < 9)
      .sort((a, b) => a.rank - b.rank || a.name.length - b.name.length || (a.name < b.name ? -1 : 1)).slice(0, 12) : [];
    at = hits.length ? 0 : -1;
    list();
    if (wanted && !hits.length) say("No name holds that.");
  }
  function list() {
    const open_ = hits.length > 0;
    byId("hits").replaceChildren(...hits.map((hit, n) => make("li", { role: "option", id: `hit-${n}`, "aria-selected": String(n === at), onclick: () => choose(n) }, hit.name)));
    byId("hits").hidden = !open_;
    byId("search").setAttribute("aria-expanded", String(open_));
    if (at >= 0) byId("search").setAttribute("aria-activedescendant", `hit-${at}`); else byId("search").removeAttribute("aria-activedescendant");
  }
  function choose(n) {
    const hit = hits[n];
    hits = [];
    at = -1;
    list();
    byId("search").value = hit.name;
    showEntity(hit.id, true);
  }
  byId("search").addEventListener("input", search);
  byId("search").addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      at = hits.length ? (at + (event.key === "ArrowDown" ? 1 : hits.length - 1)) % hits.length : -1;
      list();
      event.preventDefault();
    } else if (event.key === "Escape") { hits = []; list(); reset(); }
  });
  byId("find").addEventListener("submit", (event) => {
    event.preventDefault();
    if (at >= 0) choose(at);
  });
  document.addEventListener("click", (event) => { if (!byId("find").contains(event.target)) { hits = []; at = -1; list(); } });

  // The drawing answers.
  network.on("zoom", () => { clearTimeout(waiting); waiting = setTimeout(relabel, 120); });
  network.on("animationFinished", relabel);
  network.on("click", ({ nodes: hitNodes, edges: hitEdges }) => {
    if (hitNodes.length) showEntity(hitNodes[0], false);
    else if (!hitEdges.length) reset();
    else if (String(hitEdges[0]).startsWith("b")) return;
    else if (String(hitEdges[0]).startsWith("m")) { const edge = edges.get(hitEdges[0]); showMissing(edge.from, edge.to); }
    else showTie(Number(String(hitEdges[0]).slice(1)));
  });
  network.on("hoverNode", ({ node }) => say(`${nameOf(node)} (${words(details.entities[node].cls)})`));
  network.on("hoverEdge", ({ edge }) => {
    if (String(edge).startsWith("b")) { const up = edges.get(edge); say(`${nameOf(up.from)} is narrower than ${nameOf(up.to)} (vocabulary)`); return; }
    if (String(edge).startsWith("m")) { const gap = edges.get(edge); say(`${nameOf(gap.from)} – ${nameOf(gap.to)}: no documented tie`); return; }
    const tie = given.edges[Number(String(edge).slice(1))];
    say(`${nameOf(tie.from)} ${words(tie.predicate)} ${nameOf(tie.to)} (${tie.status})`);
  });
  byId("closer").addEventListener("click", () => network.moveTo({ scale: network.getScale() * 1.4, animation: motion }) || settled());
  byId("farther").addEventListener("click", () => network.moveTo({ scale: network.getScale() / 1.4, animation: motion }) || settled());
  byId("whole").addEventListener("click", () => { reset(); network.fit({ animation: motion }); settled(); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && event.target !== byId("search")) reset(); });
  dark.addEventListener("change", repaint);

  listFindings();
  listFilters();
  open("findings");
  paint(null, null);
  network.fit({ animation: false });
  relabel();
  window.dpgraph = { network, showEntity, showTie };
})();
