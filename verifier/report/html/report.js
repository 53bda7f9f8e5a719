"use strict";
// Everything here is comfort: the page is whole without it.
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

  // filters
  const form = $("filters");
  const search = $("search");
  const selects = [...form.querySelectorAll("select")];
  const items = [...document.querySelectorAll("[data-item]")].map((element) => ({ element, text: null }));
  const findings = items.filter((item) => item.element.matches(".finding"));
  const holds = (item, name, wanted) => {
    const tokens = item.element.dataset[name]; // not all things have a level or a status
    return tokens === undefined || tokens.split(" ").includes(wanted);
  };
  const textOf = (item) => {
    if (item.text === null) item.text = item.element.textContent.toLowerCase();
    return item.text;
  };
  const apply = () => {
    const wanted = selects.map((select) => [select.dataset.filter, select.value]).filter(([, value]) => value);
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const item of items) {
      item.element.hidden = !(
        wanted.every(([name, value]) => holds(item, name, value)) && words.every((word) => textOf(item).includes(word))
      );
    }
    for (const group of document.querySelectorAll("[data-group]")) {
      group.hidden = !group.querySelector("[data-item]:not([hidden])");
    }
    if (words.length) for (const guide of document.querySelectorAll(".guide:not([hidden])")) guide.open = true;
    const visible = findings.filter((item) => !item.element.hidden).length;
    $("shown").textContent =
      (visible === findings.length ? "" : `${visible} of `) + `${findings.length} finding${findings.length === 1 ? "" : "s"}`;
    $("reset").hidden = wanted.length + words.length === 0;
    $("none").hidden = visible > 0 || findings.length === 0;
  };
  form.hidden = findings.length === 0 && items.length < 2;
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  apply();

  // a link may lead into something that is closed or filtered away
  const reveal = () => {
    let target = null;
    try {
      target = location.hash && $(decodeURIComponent(location.hash.slice(1)));
    } catch {
      return;
    }
    if (!target) return;
    if (target.closest("[hidden]")) {
      form.reset();
      setTimeout(reveal);
      return;
    }
    for (let at = target; at; at = at.parentElement) if (at.matches("details")) at.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();

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

  // keys
  const help = () => $("help").showModal();
  $("help-open").addEventListener("click", help);
  const go = (by) => {
    const visible = findings.filter((item) => !item.element.hidden).map((item) => item.element);
    if (!visible.length) return;
    const current = document.activeElement && document.activeElement.closest(".finding");
    let next = visible.indexOf(current) + by;
    if (current === null && by < 0) next = visible.length - 1;
    const element = visible[Math.min(Math.max(next, 0), visible.length - 1)];
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: "start" });
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const typing = event.target.matches("input, select, textarea");
    if (event.key === "Escape" && event.target === search) {
      search.value = "";
      apply();
      search.blur();
    }
    if (typing) return;
    const keys = { "/": () => search.focus(), j: () => go(1), k: () => go(-1), t: turn, "?": help };
    if (!Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });

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
