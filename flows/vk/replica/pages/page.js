// The tab of the page that is open.
(() => {
  for (const tab of document.querySelectorAll(".ui_tab")) {
    if (tab.pathname === location.pathname && new URLSearchParams(tab.search).get("act") === new URLSearchParams(location.search).get("act")) {
      tab.setAttribute("aria-current", "page");
    }
  }
})();

// A language that was chosen in the address is kept on the way to the next page, as the site keeps it in a cookie.
(() => {
  const chosen = new URLSearchParams(location.search).get("lang");
  if (!chosen) return;
  for (const link of document.querySelectorAll('a[href^="/"]:not([href*="lang="])')) {
    const address = new URL(link.href);
    address.searchParams.set("lang", chosen);
    link.href = address.pathname + address.search;
  }
  for (const form of document.querySelectorAll('form[method="get"]')) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "lang", value: chosen }));
  }
})();
