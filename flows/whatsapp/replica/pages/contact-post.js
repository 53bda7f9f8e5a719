// The form in two steps: the answers are posted, articles are shown, and a second button posts the question for good.
(() => {
  const form = document.getElementById("contact-form");
  const questions = document.getElementById("questions");
  const failure = document.getElementById("failure");

  const part = (id) => document.getElementById(id).content.cloneNode(true);

  const forget = () => {
    failure.hidden = true;
    for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
    for (const words of form.querySelectorAll("[data-wrong]")) words.remove();
  };

  const complain = (name, message) => {
    const field = document.getElementById(name);
    const words = part("wrong-field").firstElementChild;
    words.dataset.wrong = name;
    words.textContent = message;
    field.setAttribute("aria-invalid", "true");
    (field.tagName === "FIELDSET" ? field : field.parentElement).append(words);
    (field.querySelector("input") || field).focus();
  };

  const showArticles = (articles) => {
    const step = part("articles-step");
    const list = step.querySelector("ul");
    for (const article of articles) {
      const link = document.createElement("a");
      link.href = article.url;
      link.target = "_blank";
      link.rel = "noopener";
      link.textContent = article.title;
      const line = document.createElement("li");
      line.append(link);
      list.append(line);
    }
    questions.hidden = true;
    document.getElementById("form-lead").hidden = true;
    form.insertBefore(step, failure);
    form.elements.step.value = "submit";
  };

  const showSent = () => {
    document.getElementById("form-lead").hidden = true;
    form.replaceChildren(part("sent-step"));
  };

  const take = (answer) => {
    if (answer.errors) {
      for (const error of answer.errors) complain(error.field, error.message);
    } else if (answer.payload.step === "articles") {
      showArticles(answer.payload.articles);
    } else {
      showSent();
    }
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    forget();
    const answers = new URLSearchParams(new FormData(form));
    if (answers.get("email") !== answers.get("email_confirm")) {
      complain("email_confirm", form.dataset.differs);
      return;
    }
    const button = event.submitter || form.querySelector("button");
    button.disabled = true;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        headers: { "X-FB-LSD": answers.get("lsd"), "X-ASBD-ID": "129477" },
        body: answers,
      });
      const text = await answer.text();
      take(JSON.parse(text.replace(/^for \(;;\);/, "")));
    } catch {
      failure.textContent = form.dataset.failed;
      failure.hidden = false;
    } finally {
      button.disabled = false;
    }
  });
})();
