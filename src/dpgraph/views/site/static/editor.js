"use strict";
// The editor: YASGUI asks this endpoint alone, and each stored question opens in a tab of its own.
const FIRST = ["owners-without-a-tie", "platforms-by-sector", "where-does-it-say-so"];

(async () => {
  const questions = new Map((await (await fetch("/questions.json")).json()).map((q) => [q.name, q]));
  Yasgui.Yasqe.defaults.autocompleters = ["prefixes", "variables"]; // those for classes and properties ask other hosts
  const endpoint = new URL("/sparql", location.href).href;
  const editor = document.getElementById("editor");
  const yasgui = new Yasgui(editor, {
    requestConfig: { endpoint, method: "POST" },
    copyEndpointOnNewTab: true,
    persistenceId: "dpgraph-" + endpoint,
    endpointCatalogueOptions: { getData: () => [{ endpoint }] },
    yasqe: { value: questions.size ? [...questions.values()][0].text : "SELECT * WHERE { ?s ?p ?o } LIMIT 10" },
  });

  // What the editor leaves unsaid to a screen reader, whenever it draws something new.
  const SAID = { ".autocomplete": "Endpoint", ".CodeMirror textarea": "Query", ".CodeMirror-scroll": "Query", ".tableSizer": "Rows a page", ".tableFilter": "Filter the answer", ".tab input": "Name of the query" };
  const each = (chosen, mend) => editor.querySelectorAll(chosen).forEach(mend);
  function mend() {
    for (const [chosen, words] of Object.entries(SAID)) each(`${chosen}:not([aria-label])`, (part) => part.setAttribute("aria-label", words));
    each(".CodeMirror-scroll[tabindex='-1']", (part) => { part.tabIndex = 0; part.setAttribute("role", "region"); });
    each(".addTab:not([role])", (button) => button.setAttribute("role", "tab"));
    each("[role=tab][aria-controls]", (tab) => { if (!document.getElementById(tab.getAttribute("aria-controls"))) tab.removeAttribute("aria-controls"); });
  }
  new MutationObserver(mend).observe(editor, { childList: true, subtree: true });
  mend();

  const add = (name, active) => {
    const { title, text } = questions.get(name);
    return yasgui.addTab(active, { name: title, yasqe: { value: text } });
  };

  const open = (name) => {
    const tabs = Object.keys(yasgui._tabs).map((id) => yasgui.getTab(id));
    const tab = tabs.find((tab) => tab.getName() === questions.get(name).title) || add(name, true);
    yasgui.selectTabId(tab.getId());
    tab.query();
  };

  document.querySelectorAll("[data-question]").forEach((link) =>
    link.addEventListener("click", (event) => {
      event.preventDefault();
      open(link.dataset.question);
    }));

  document.getElementById("show").addEventListener("click", () => {
    location.href = `/answer?${new URLSearchParams({ query: yasgui.getTab().getYasqe().getValue() })}`;
  });

  document.getElementById("filter").addEventListener("input", (event) => {
    const word = event.target.value.trim().toLowerCase();
    document.querySelectorAll("aside details").forEach((group) => {
      const items = [...group.querySelectorAll("li")];
      items.forEach((item) => { item.hidden = !(item.textContent + item.firstChild.title).toLowerCase().includes(word); });
      group.hidden = items.every((item) => item.hidden);
      if (word) group.open = !group.hidden;
    });
  });

  const first = yasgui.getTab();
  if (first.getName() === "Query") { // a first visit: three questions to begin with
    const [start, ...others] = FIRST.filter((name) => questions.has(name));
    first.setName(questions.get(start).title);
    first.setQuery(questions.get(start).text);
    others.forEach((name) => add(name, false));
  }

  const wanted = new URLSearchParams(location.search).get("question");
  if (questions.has(wanted)) open(wanted);
})();
