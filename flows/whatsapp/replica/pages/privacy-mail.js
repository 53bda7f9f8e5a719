// The list of questions that sends nothing: it writes a mail with the chosen one.
(() => {
  const form = document.getElementById("privacy-form");

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = form.querySelector("input[name=topic]:checked");
    const body = encodeURIComponent(chosen.parentElement.textContent.trim());
    window.location.href = `mailto:privacy@whatsapp.com?subject=${encodeURIComponent(form.dataset.subject)}&body=${body}`;
  });
})();
