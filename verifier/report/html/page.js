"use strict";
// What every page of a report has; the pages are whole without it.
(() => {
  const $ = (id) => document.getElementById(id);
  const root = document.documentElement;

  // light and dark
  const remember = (key, value) => {
    try {
      if (value === undefined) return localStorage.getItem(key);
      localStorage.setItem(key, value);
    } catch {
      // a page from a disk may have no storage; then the choice lasts as long as the page
    }
    return null;
  };
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const chosen = remember("verifier-theme");
  if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
  const turn = () => {
    const now = root.dataset.theme || (dark.matches ? "dark" : "light");
    root.dataset.theme = now === "dark" ? "light" : "dark";
    remember("verifier-theme", root.dataset.theme);
  };
  $("theme").hidden = false;
  $("theme").addEventListener("click", turn);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.key === "t" && !event.target.matches("input, select, textarea")) turn();
  });

  // whole pictures
  const lightbox = $("lightbox");
  document.addEventListener("click", (event) => {
    const summary = event.target.closest(".shot > summary");
    if (!summary) return;
    event.preventDefault();
    const details = summary.parentElement;
    const copy = details.querySelector(".whole > svg").cloneNode(true);
    $("lightbox-picture").className = details.className;
    $("lightbox-picture").replaceChildren(copy);
    lightbox.showModal();
    const mark = copy.querySelector(".mark");
    if (mark) mark.scrollIntoView({ block: "center", behavior: "instant" });
  });
  for (const dialog of document.querySelectorAll("dialog")) {
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
  }

  // on paper everything is open
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not(.shot):not([open])")];
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });
})();
