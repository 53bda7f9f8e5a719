// The form for a new question. With permission 1 what is sent is not saved yet: the waiting time is shown, at once and not
// only when the answer arrives, and its button sends it again for good.
(() => {
  const form = document.getElementById("tickets_new");
  const title = document.getElementById("tickets_title");
  const text = document.getElementById("tickets_text");
  const warning = document.getElementById("tickets_text_warn");
  const dialog = document.getElementById("average_time");
  const flood = document.getElementById("flood_box");
  const attached = () => ["tickets_image", "tickets_doc"].some((id) => document.getElementById(id).files.length > 0);

  text.addEventListener("input", () => { warning.hidden = text.value.length <= Number(text.dataset.limit); });

  const save = async (force) => {
    const body = new URLSearchParams({ al: "1", title: title.value, text: text.value, hash: form.elements.hash.value });
    if (force) body.set("force", "1");
    try {
      const answer = await fetch(form.action, { method: "POST", body });
      if (!answer.ok || (form.dataset.permission === "1" && !force)) return;
      form.querySelector(".controls").hidden = true;
      document.getElementById("tickets_saved").hidden = false;
    } catch {
      // Nothing arrived: the form stays as it is.
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const wrong = [];
    if (!title.value.trim()) wrong.push(title);
    if (!text.value.trim() && !attached()) wrong.push(text);
    for (const field of [title, text]) field.setAttribute("aria-invalid", String(wrong.includes(field)));
    if (wrong.length > 0) {
      wrong[0].focus();
      return;
    }
    switch (form.dataset.permission) {
      case "0":
        flood.hidden = false;
        setTimeout(() => { flood.hidden = true; }, 4000);
        break;
      case "1":
        save(false);
        dialog.showModal();
        break;
      default:
        save(false);
    }
  });
  document.getElementById("average_time_ask").addEventListener("click", () => {
    dialog.close();
    save(true);
  });
  document.getElementById("average_time_back").addEventListener("click", () => dialog.close());
})();
