"use strict";
// Everything here is comfort: the page is whole without it.
(() => {
  const $ = (id) => document.getElementById(id);

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
    const keys = { "/": () => search.focus(), j: () => go(1), k: () => go(-1), "?": help };
    if (!Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });
})();
