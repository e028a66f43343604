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

  function score(entry, words) {
    const title = entry.title.toLowerCase();
    const text = entry.text.toLowerCase();
    let sum = 0;
    for (const word of words) {
      if (title.includes(word)) { sum += entry.page ? 12 : 8; } else if (text.includes(word)) { sum += 1; } else { return 0; }
    }
    return sum;
  }

  function around(text, word) {
    const at = Math.max(0, text.toLowerCase().indexOf(word) - 60);
    return (at ? "… " : "") + text.slice(at, at + 180) + (at + 180 < text.length ? " …" : "");
  }

  function line(entry, words) {
    const paragraph = document.createElement("p");
    const link = document.createElement("a");
    link.href = base + "/" + entry.at;
    link.textContent = entry.title;
    const where = document.createElement("span");
    where.className = "where";
    where.textContent = around(entry.text, words[0]);
    paragraph.append(link, where);
    return paragraph;
  }

  function show() {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    found.hidden = !words.length;
    if (!words.length) { return; }
    const hits = index.map((entry) => [score(entry, words), entry]).filter((hit) => hit[0] > 0);
    hits.sort((one, other) => other[0] - one[0]);
    const said = document.createElement("p");
    said.textContent = hits.length ? hits.length + " found" + (hits.length > MOST ? ", the first " + MOST + ":" : ":")
      : "Nothing has all of these words. Try fewer.";
    found.replaceChildren(said, ...hits.slice(0, MOST).map((hit) => line(hit[1], words)));
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
