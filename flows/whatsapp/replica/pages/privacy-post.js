// The questions that are answered on the page; who still has one leaves a number and an address, and no words.
(() => {
  const form = document.getElementById("privacy-form");
  const part = (id) => document.getElementById(id);

  form.addEventListener("change", (event) => {
    if (event.target.name === "topic") part("answer").hidden = false;
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answers = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.action, { method: "POST", headers: { "X-FB-LSD": answers.get("lsd") }, body: answers });
    if (answer.ok) part("sent").hidden = false;
  });
})();
