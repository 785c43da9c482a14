"use strict";
// The canvas: force-graph draws the ties, moves and zooms; entities and names are drawn here, in few strokes.
// What is under the pointer is looked up in the data, so that nothing has to be drawn twice for it.
window.dpgraph.drawing = (element, shapes, asked) => {
  const graph = new ForceGraph(element);
  const paths = Object.fromEntries(Object.entries(shapes).map(([name, d]) => [name, new Path2D(d)]));
  const tone = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  let tones = {}, shown = { nodes: [], links: [], ranked: [], gaps: [] }, labels = [], begun = null;

  function readTones() { tones = Object.fromEntries(["ink", "quiet", "paper", "tie", "gap", "accent"].map((name) => [name, tone(`--${name}`)])); }
  readTones();
  // Where there are so many ties, none is dashed while the drawing moves, and an entity of so few pixels is a square.
  const SMALL = 4, HEAVY = 5000;
  let moving = 0;
  const scale = () => graph.zoom();
  const radius = (node) => Math.max(node.r, (node.many ? 8 : 2.4) / scale());
  const faint = (colour, share) => `color-mix(in srgb, ${colour} ${share}%, transparent)`;

  // The looks of ties are worked out when something changes, not in every frame.
  function dressLinks() {
    const many = shown.links.length, plain = faint(tones.tie, many > 4000 ? 28 : many > 1200 ? 45 : 65), dim = faint(tones.tie, 7);
    for (const link of shown.links) {
      const grouped = link.source.many && link.target.many;
      link.colour = link.lit ? tones.accent : link.dim ? dim : link.tone ? faint(link.tone, 60) : grouped ? faint(tones.tie, 30) : plain;
      link.wide = link.lit ? 2.2 : grouped ? 0.5 + Math.log2(link.ties.length) / 1.5 : 1;
    }
  }
  let dash = [5, 4], dashedAt = 1;
  function dashes() {
    if (moving && shown.links.length > HEAVY) return null;
    if (dashedAt !== scale()) { dashedAt = scale(); dash = [5 / dashedAt, 4 / dashedAt]; }
    return dash;
  }
  graph.enablePointerInteraction(false).enableNodeDrag(false).enableZoomInteraction(true).enablePanInteraction(true)
    .cooldownTicks(0).warmupTicks(0).d3Force("charge", null).d3Force("center", null).d3Force("link", null)
    .autoPauseRedraw(true).minZoom(0.01).maxZoom(12).nodeLabel(() => "").linkLabel(() => "")
    .nodeCanvasObject(() => {}).linkColor("colour").linkWidth("wide").linkLineDash((link) => (link.dashed ? dashes() : null))
    .onRenderFramePost(frame).onZoom(move).onZoomEnd(() => asked.moved());

  function move() {
    if (shown.links.length <= HEAVY) return;
    clearTimeout(moving);
    moving = setTimeout(() => { moving = 0; graph.linkColor("colour"); }, 200);
  }
  function bounds() {
    const a = graph.screen2GraphCoords(0, 0), b = graph.screen2GraphCoords(graph.width(), graph.height());
    return [a.x, a.y, b.x, b.y];
  }
  function frame(context, k) {
    const [left, top, right, bottom] = bounds(), groups = new Map();
    drawGaps(context, k);
    for (const node of shown.nodes) {
      const r = radius(node);
      if (node.x + r < left || node.x - r > right || node.y + r < top || node.y - r > bottom) continue;
      const key = `${node.colour}${node.dim}${node.many ? "ring" : node.shape}`;
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(node);
    }
    for (const nodes of groups.values()) drawAlike(context, k, nodes);
    if (shown.chosen) ring(context, k, shown.chosen);
    drawNames(context, k, [left, top, right, bottom]);
    if (begun === null) { begun = performance.now(); window.dpgraph.firstPicture = begun; }
    window.dpgraph.frames = (window.dpgraph.frames || 0) + 1;
  }
  function drawAlike(context, k, nodes) {
    const outline = new Path2D();
    for (const node of nodes) {
      const r = radius(node);
      if (moving && r * k < SMALL) outline.rect(node.x - r * 0.8, node.y - r * 0.8, r * 1.6, r * 1.6); // too small for its shape to be seen
      else outline.addPath(outlineOf(node), new DOMMatrix([r / 9, 0, 0, r / 9, node.x - (10 * r) / 9, node.y - (10 * r) / 9]));
    }
    context.globalAlpha = nodes[0].dim ? 0.14 : 1;
    context.fillStyle = nodes[0].colour;
    context.fill(outline);
    context.strokeStyle = nodes[0].many ? nodes[0].colour : faint(tones.ink, 55);
    context.lineWidth = (nodes[0].many ? 2 : 0.8) / k;
    if (shown.nodes.length < 3000 || nodes.length < 150) context.stroke(outline);
    context.globalAlpha = 1;
  }
  function outlineOf(node) { return paths[node.many ? "dot" : node.shape] || paths.dot; }
  function ring(context, k, node) {
    context.beginPath();
    context.arc(node.x, node.y, radius(node) + 5 / k, 0, 2 * Math.PI);
    context.strokeStyle = tones.accent;
    context.lineWidth = 2.5 / k;
    context.stroke();
  }
  function drawGaps(context, k) {
    context.strokeStyle = tones.gap;
    context.lineWidth = 2.2 / k;
    context.setLineDash([8 / k, 6 / k]);
    context.beginPath();
    for (const [a, b] of shown.gaps) { context.moveTo(a.x, a.y); context.lineTo(b.x, b.y); }
    context.stroke();
    context.setLineDash([]);
  }
  // Names are as large on every scale; the foremost come first, and none lies upon another.
  function drawNames(context, k, [left, top, right, bottom]) {
    labels = [];
    const taken = [], size = 12.5 / k, most = Math.max(14, Math.min(60, (graph.width() * graph.height()) / 26000));
    context.font = `${size}px system-ui, "Noto Sans", "Noto Sans CJK SC", sans-serif`;
    context.textAlign = "center";
    context.textBaseline = "top";
    context.lineJoin = "round";
    for (const node of shown.ranked) {
      if (labels.length >= most) break;
      if (node.dim || node.x < left || node.x > right || node.y < top || node.y > bottom) continue;
      const text = node.title.length > 32 ? `${node.title.slice(0, 31)}…` : node.title;
      const half = (text.length * size * (/[\u2e80-\uffff]/.test(text) ? 1 : 0.53)) / 2 + size * 0.3, y = node.y + radius(node) + 2.5 / k;
      const x = Math.max(left + half, Math.min(right - half, node.x)); // a name is not cut off at the edge
      const box = [x - half - size, y - size, x + half + size, y + size * 2.2];
      if (taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) continue;
      taken.push(box);
      labels.push([text, x, y, size]);
    }
    context.lineWidth = 3.5 / k;
    context.strokeStyle = tones.paper;
    context.fillStyle = tones.ink;
    for (const [text, x, y] of labels) { context.strokeText(text, x, y); context.fillText(text, x, y); }
  }

  // What is where.
  function nodeAt(x, y) {
    const reach = 6 / scale();
    let best = null, nearest = Infinity;
    for (const node of shown.nodes) {
      const apart = Math.hypot(node.x - x, node.y - y) - radius(node);
      if (apart < reach && apart < nearest) { best = node; nearest = apart; }
    }
    return best;
  }
  function linkAt(x, y) {
    let best = null, nearest = 6 / scale();
    for (const link of shown.links) {
      const { source: a, target: b } = link, dx = b.x - a.x, dy = b.y - a.y;
      const t = Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)));
      const apart = Math.hypot(x - a.x - t * dx, y - a.y - t * dy);
      if (apart < nearest && !link.dim) { best = link; nearest = apart; }
    }
    return best;
  }
  function under(event) {
    const box = element.getBoundingClientRect();
    const { x, y } = graph.screen2GraphCoords(event.clientX - box.left, event.clientY - box.top);
    const node = nodeAt(x, y);
    return { node, link: node ? null : linkAt(x, y) };
  }
  let pressed = null, hovering = 0;
  element.addEventListener("pointerdown", (event) => { pressed = [event.clientX, event.clientY]; }, true);
  element.addEventListener("click", (event) => {
    if (!pressed || Math.hypot(event.clientX - pressed[0], event.clientY - pressed[1]) > 5) return;
    const { node, link } = under(event);
    if (node) asked.node(node); else if (link) asked.link(link); else asked.nothing();
  }, true);
  element.addEventListener("pointermove", (event) => {
    cancelAnimationFrame(hovering);
    if (event.buttons) return;
    hovering = requestAnimationFrame(() => {
      const { node, link } = under(event);
      element.classList.toggle("clickable", Boolean(node || link));
      asked.hover(node, link);
    });
  });
  new ResizeObserver(() => graph.width(element.clientWidth).height(element.clientHeight)).observe(element);
  graph.width(element.clientWidth).height(element.clientHeight);

  function refresh() { readTones(); dressLinks(); graph.linkColor("colour"); }
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", refresh);
  const slow = window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 400;
  function fit(nodes, time = slow) {
    if (!nodes.length) return;
    const xs = nodes.map((node) => node.x), ys = nodes.map((node) => node.y);
    const low = (values) => values.reduce((a, b) => Math.min(a, b)), high = (values) => values.reduce((a, b) => Math.max(a, b));
    const wide = Math.max(high(xs) - low(xs), 200), tall = Math.max(high(ys) - low(ys), 200);
    graph.centerAt((high(xs) + low(xs)) / 2, (high(ys) + low(ys)) / 2, time);
    graph.zoom(Math.min((graph.width() - 90) / wide, (graph.height() - 90) / tall, 2.2), time);
  }

  // Pictures to carry away: what is on the screen, with what the colours mean in the corner.
  const legendRows = () => asked.legend().map(([shape, colour, name], n) => ({ shape, colour, name: name.length > 44 ? `${name.slice(0, 43)}…` : name, y: 12 + 19 * n }));
  function drawLegend(context) {
    context.font = '12.5px system-ui, "Noto Sans", "Noto Sans CJK SC", sans-serif';
    context.textBaseline = "middle";
    for (const { shape, colour, name, y } of legendRows()) {
      const outline = new Path2D();
      outline.addPath(paths[shape], new DOMMatrix([0.7, 0, 0, 0.7, 12, y]));
      context.fillStyle = colour;
      context.fill(outline);
      context.lineWidth = 3.5;
      context.strokeStyle = tones.paper;
      context.fillStyle = tones.ink;
      context.strokeText(name, 32, y + 7);
      context.fillText(name, 32, y + 7);
    }
  }
  function save(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }
  function png() {
    const drawn = element.querySelector("canvas"), copy = document.createElement("canvas");
    copy.width = drawn.width;
    copy.height = drawn.height;
    const context = copy.getContext("2d");
    context.fillStyle = tones.paper;
    context.fillRect(0, 0, copy.width, copy.height);
    context.drawImage(drawn, 0, 0);
    context.scale(drawn.width / graph.width(), drawn.width / graph.width());
    drawLegend(context);
    copy.toBlob((blob) => save(blob, "network.png"));
  }
  function picture(tones) {
    const escape = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
    const [left, top, right, bottom] = bounds(), k = scale(), parts = [];
    for (const link of shown.links) {
      const { source: a, target: b } = link;
      parts.push(`<path d="M${a.x} ${a.y}L${b.x} ${b.y}" stroke="${link.lit ? tones.accent : link.tone || tones.tie}" stroke-opacity="${link.dim ? 0.07 : link.lit ? 1 : 0.5}" stroke-width="${(link.lit ? 2.2 : 1) / k}"${link.dashed ? ` stroke-dasharray="${5 / k} ${4 / k}"` : ""}/>`);
    }
    for (const [a, b] of shown.gaps) parts.push(`<path d="M${a.x} ${a.y}L${b.x} ${b.y}" stroke="${tones.gap}" stroke-width="${2.2 / k}" stroke-dasharray="${8 / k} ${6 / k}"/>`);
    for (const node of shown.nodes) {
      const r = radius(node), size = r / 9;
      parts.push(`<path d="${shapes[node.many ? "dot" : node.shape] || shapes.dot}" fill="${node.colour}" stroke="#555" stroke-width="${0.8 / k / size}" opacity="${node.dim ? 0.14 : 1}" transform="translate(${node.x - 10 * size} ${node.y - 10 * size}) scale(${size})"><title>${escape(node.title)}</title></path>`);
    }
    for (const [text, x, y, size] of labels) parts.push(`<text x="${x}" y="${y + size}" font-size="${size}" text-anchor="middle" font-family="sans-serif" fill="${tones.ink}" stroke="${tones.paper}" stroke-width="${size / 4}" paint-order="stroke">${escape(text)}</text>`);
    const rows = legendRows().map(({ shape, colour, name, y }) => `<path d="${shapes[shape]}" fill="${colour}" transform="translate(12 ${y}) scale(.7)"/><text x="32" y="${y + 11.5}" font-size="12.5" font-family="sans-serif" fill="${tones.ink}" stroke="${tones.paper}" stroke-width="3" paint-order="stroke">${escape(name)}</text>`);
    parts.push(`<g class="legend" transform="translate(${left} ${top}) scale(${1 / k})">${rows.join("")}</g>`);
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${left} ${top} ${right - left} ${bottom - top}" width="${graph.width()}" height="${graph.height()}"><rect x="${left}" y="${top}" width="${right - left}" height="${bottom - top}" fill="${tones.paper}"/>${parts.join("")}</svg>`;
  }
  function svg() { save(new Blob([picture(tones)], { type: "image/svg+xml" }), "network.svg"); }
  // A canvas is empty on paper: what is on the screen is printed as lines and shapes, dark on light.
  const paper = { ink: "#000000", paper: "#ffffff", tie: "#6b7682", gap: "#9a3a00", accent: "#003e63" };
  const printed = element.parentElement.appendChild(window.dpgraph.make("div", { class: "printed" }));
  window.addEventListener("beforeprint", () => printed.replaceChildren(document.importNode(new DOMParser().parseFromString(picture(paper), "image/svg+xml").documentElement, true)));
  window.addEventListener("afterprint", () => printed.replaceChildren());

  return {
    graph, fit, png, svg, refresh,
    show(next, changed) {
      shown = next;
      refresh();
      if (changed) graph.graphData({ nodes: next.nodes, links: next.links });
    },
    fly(node) { graph.centerAt(node.x, node.y, slow); graph.zoom(Math.max(scale(), 1.1), slow); },
    pan(dx, dy) { const { x, y } = graph.centerAt(); graph.centerAt(x + dx / scale(), y + dy / scale(), slow / 3); },
    closer(factor) { graph.zoom(scale() * factor, slow / 2); },
    view() { const { x, y } = graph.centerAt(); return [Math.round(x), Math.round(y), Number(scale().toPrecision(3))]; },
    look([x, y, k]) { graph.centerAt(x, y); graph.zoom(k); },
    screen(node) { const { x, y } = graph.graph2ScreenCoords(node.x, node.y); return { x, y }; },
  };
};
