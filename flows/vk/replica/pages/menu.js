// The menu under the name at the right end of the bar.
(() => {
  const name = document.getElementById("top_profile_link");
  const menu = document.getElementById("top_profile_menu");
  const show = (open) => {
    menu.hidden = !open;
    name.setAttribute("aria-expanded", String(open));
  };
  name.addEventListener("click", () => show(menu.hidden));
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".top_profile")) show(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") show(false);
  });
})();
