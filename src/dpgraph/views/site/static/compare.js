"use strict";
// Two sectors side by side, from the data beside the page; the choice is in the address.
(async () => {
  const { make, data } = window.dpgraph, root = document.documentElement.dataset.root;
  const sectors = await data("sectors");
  const form = document.getElementById("pair"), side = document.getElementById("side");
  if (!sectors.length) { form.hidden = true; side.append(make("p", { class: "nothing" }, "No document states anything about a sector.")); return; }
  for (const name of ["a", "b"]) form.elements[name].append(...sectors.map((sector) => make("option", {}, sector.name)));
  const most = [...sectors].sort((a, b) => b.groups.length - a.groups.length);
  const given = new URLSearchParams(location.hash.slice(1));
  form.elements.a.value = given.get("a") || most[0].name;
  // To begin with, two that have little in common: one within the other shows nothing.
  const names = (sector) => new Set(sector.groups.flatMap(([, names]) => names.map(([name]) => name)));
  const known = names(most[0]);
  const apart = most.slice(1).find((sector) => { const own = [...names(sector)]; return 2 * own.filter((name) => known.has(name)).length < own.length; });
  form.elements.b.value = given.get("b") || (apart || most[1] || most[0]).name;
  const item = ([name, link], both) => make("li", { class: both ? "both" : null }, link ? make("a", { href: root + link }, name) : name);
  function column(sector, other) {
    const theirs = new Map(other.groups.map(([heading, names]) => [heading, new Set(names.map(([name]) => name))]));
    const list = (items) => make("ul", { class: "plain" }, ...items);
    const groups = sector.groups.flatMap(([heading, names]) => {
      const items = names.map((name) => item(name, sector !== other && theirs.has(heading) && theirs.get(heading).has(name[0])));
      const rest = items.splice(items.length > 12 ? 10 : items.length);
      return [make("h4", {}, `${heading} · ${names.length}`), list(items), rest.length ? make("details", {}, make("summary", {}, `${rest.length} more`), list(rest)) : ""];
    });
    const below = sector.narrower ? `with ${sector.narrower} narrower sector${sector.narrower === 1 ? "" : "s"}` : "no narrower sector";
    return make("section", {}, make("h3", {}, make("a", { href: root + sector.link }, sector.name)), make("p", { class: "quiet" }, below), ...groups);
  }
  // What can be counted and computed of both, and where it differs.
  function table(a, b) {
    const theirs = new Map(b.measures);
    const rows = a.measures.filter(([name, value]) => value !== "0" || theirs.get(name) !== "0").map(([name, value]) => (
      make("tr", { class: value === theirs.get(name) ? null : "changed" }, make("th", { scope: "row" }, name), make("td", {}, value), make("td", {}, theirs.get(name)))));
    const head = make("tr", {}, ...["measure", a.name, b.name].map((name) => make("th", { scope: "col" }, name)));
    return make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Measures" }, make("table", { class: "numbers wide" }, make("thead", {}, head), make("tbody", {}, ...rows)));
  }
  function show() {
    const [a, b] = ["a", "b"].map((name) => sectors.find((sector) => sector.name === form.elements[name].value) || sectors[0]);
    document.getElementById("measures").replaceChildren(table(a, b));
    side.replaceChildren(column(a, b), column(b, a));
    history.replaceState(null, "", `#${new URLSearchParams({ a: a.name, b: b.name })}`);
  }
  form.addEventListener("input", show);
  show();
})();
