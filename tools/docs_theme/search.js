// Searches the index that the page brings as a script: a browser lets a page from a file fetch nothing.
"use strict";
(function () {
  const index = window.policeukIndex || [];
  const form = document.getElementById("search");
  const input = document.getElementById("words");
  const found = document.getElementById("found");
  const base = document.body.dataset.base;
  const MOST = 12;
  form.hidden = false;

  // What was found of the words: how many, how many in the title, and the longest run of them as it stands in the
  // text. Names and numbers of a message that somebody pastes are not in the text, which has … in their place.
  function match(entry, words) {
    const title = entry.title.toLowerCase();
    const text = entry.text.toLowerCase();
    const inTitle = words.filter((word) => title.includes(word)).length;
    const all = words.filter((word) => title.includes(word) || text.includes(word)).length;
    return { entry, all, run: longest(text, words), weight: inTitle * (entry.page ? 12 : 8) + all - inTitle };
  }

  function longest(text, words) {
    let best = "";
    for (let from = 0, to = 0; to < words.length; from += 1) {
      to = Math.max(to, from);
      while (to < words.length && text.includes(words.slice(from, to + 1).join(" "))) { to += 1; }
      const run = words.slice(from, to).join(" ");
      if (run.length > best.length) { best = run; }
    }
    return best;
  }

  function nearest(words) {
    const found = index.map((entry) => match(entry, words));
    const whole = found.filter((hit) => hit.all === words.length);
    const hits = whole.length ? whole : found.filter((hit) => hit.all > 1 && hit.run.includes(" "));
    const phrase = (hit) => (hit.run.includes(" ") ? hit.run.length : 0);
    const rank = words.length > 3 ? phrase : (hit) => hit.weight;  // a message is pasted as it stands
    hits.sort((one, other) => rank(other) - rank(one) || phrase(other) - phrase(one) || other.all - one.all);
    return { hits, whole: whole.length > 0 };
  }

  function around(text, words) {
    const at = Math.max(0, text.toLowerCase().indexOf(words) - 60);
    return (at ? "… " : "") + text.slice(at, at + 180) + (at + 180 < text.length ? " …" : "");
  }

  function line({ entry, run }) {
    const paragraph = document.createElement("p");
    const link = document.createElement("a");
    link.href = base + "/" + entry.at;
    link.textContent = entry.title;
    const where = document.createElement("span");
    where.className = "where";
    where.textContent = around(entry.text, run);
    paragraph.append(link, where);
    return paragraph;
  }

  function show() {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    found.hidden = !words.length;
    if (!words.length) { return; }
    const { hits, whole } = nearest(words);
    const said = document.createElement("p");
    const first = hits.length > MOST ? ", the first " + MOST + ":" : ":";
    said.textContent = whole ? hits.length + " found" + first
      : hits.length ? "Nothing has all of these words. The nearest:" : "Nothing has these words. Try fewer, or others.";
    found.replaceChildren(said, ...hits.slice(0, whole ? MOST : 3).map(line));
  }

  input.addEventListener("input", show);
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    const first = found.querySelector("a");
    if (first) { location.href = first.href; }
  });
  input.addEventListener("keydown", function (event) {
    if (event.key === "Escape") { input.value = ""; show(); }
  });
})();
