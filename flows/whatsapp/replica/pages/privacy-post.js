// The questions that are answered on the page; only who still has one is asked for a number and an address.
(() => {
  const form = document.getElementById("privacy-form");
  const part = (id) => document.getElementById(id);

  form.addEventListener("change", (event) => {
    if (event.target.name !== "topic") return;
    part("answer").hidden = false;
    part("rest").hidden = true;
  });

  part("still").addEventListener("click", () => {
    part("rest").hidden = false;
    part("still").hidden = true;
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answers = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.action, { method: "POST", headers: { "X-FB-LSD": answers.get("lsd") }, body: answers });
    if (answer.ok) part("sent").hidden = false;
  });
})();
