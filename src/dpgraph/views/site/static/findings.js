"use strict";
// The list of findings, narrowed by what the form says; the state is in the address.
(() => {
  const form = document.getElementById("narrow"), cards = [...document.querySelectorAll(".card")];
  const names = ["kind", "state", "function", "words"];
  function narrow() {
    const wanted = Object.fromEntries(names.map((name) => [name, form.elements[name].value]));
    const words = wanted.words.toLowerCase();
    for (const card of cards) {
      card.hidden = !(card.dataset.kind.startsWith(wanted.kind) && (!wanted.state || card.dataset.state === wanted.state)
        && (!wanted.function || card.dataset.functions.split("|").includes(wanted.function)) && card.textContent.toLowerCase().includes(words));
    }
    for (const group of document.querySelectorAll(".group")) group.hidden = !group.querySelector(".card:not([hidden])");
    document.getElementById("shown").textContent = `${cards.filter((card) => !card.hidden).length} of ${cards.length} shown`;
    const kept = new URLSearchParams(Object.entries(wanted).filter(([, value]) => value));
    history.replaceState(null, "", `#${kept}`);
  }
  const given = new URLSearchParams(location.hash.slice(1));
  names.forEach((name) => { if (given.has(name)) form.elements[name].value = given.get(name); });
  form.addEventListener("input", narrow);
  form.addEventListener("submit", (event) => event.preventDefault());
  narrow();
})();
