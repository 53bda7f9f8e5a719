// Answers open in place. Who is not logged in cannot vote: nothing happens. A vote is posted, and what follows is shown
// before its answer arrives.
(() => {
  const list = document.getElementById("help_table_questions_l");
  const dialog = document.getElementById("average_time");
  const flood = document.getElementById("flood_box");
  const signedIn = list.dataset.viewer === "in";

  const post = (act, values) => {
    const body = new URLSearchParams({ al: "1", ...values });
    fetch(`/support?act=${act}`, { method: "POST", body }).catch(() => {});
  };

  const toggle = (question) => {
    for (const other of list.querySelectorAll(".help_table_question")) {
      const open = other === question && !other.classList.contains("help_table_question_visible");
      other.classList.toggle("help_table_question_visible", open);
      other.querySelector(".help_table_question__ans").hidden = !open;
      other.querySelector(".help_table_question__q").setAttribute("aria-expanded", String(open));
    }
  };

  const goToForm = (question) => {
    const language = new URLSearchParams(location.search).get("lang");
    location.href = `/support?act=new&from=dislike&id=${question.dataset.faq}${language ? `&lang=${language}` : ""}`;
  };

  const tryAskQuestion = (question) => {
    switch (list.dataset.permission) {
      case "0":
        flood.hidden = false;
        setTimeout(() => { flood.hidden = true; }, 4000);
        break;
      case "1":
        document.getElementById("average_time_ask").onclick = () => goToForm(question);
        dialog.showModal();
        break;
      default:
        goToForm(question);
    }
  };

  const rate = (question, value) => {
    if (!signedIn) return;
    post("a_faq_rate", { faq_id: question.dataset.faq, val: value });
    const rated = question.querySelector(".help_table_question__rated");
    const unuseful = question.querySelector(".help_table_question_unuseful");
    question.querySelector(".help_table_question_act").hidden = true;
    if (value === "1" || !unuseful) {
      rated.textContent = list.dataset.thanks;
      rated.hidden = false;
    }
    if (value === "-1" && unuseful) unuseful.hidden = false;
    if (value === "-1" && !unuseful) tryAskQuestion(question);
  };

  const rateAdditional = (question, reason) => {
    post("a_faq_rate_additional", { faq_id: question.dataset.faq, val: reason });
    if (reason === "2") {
      tryAskQuestion(question);
      return;
    }
    const rated = question.querySelector(".help_table_question__rated");
    question.querySelector(".help_table_question_unuseful").hidden = true;
    rated.textContent = list.dataset.thanks;
    rated.hidden = false;
  };

  list.addEventListener("click", (event) => {
    const pressed = event.target.closest("a, button");
    const question = event.target.closest(".help_table_question");
    if (!pressed || !question) return;
    if (pressed.matches(".help_table_question__q")) toggle(question);
    else if (pressed.dataset.rate) rate(question, pressed.dataset.rate);
    else if (pressed.dataset.reason) rateAdditional(question, pressed.dataset.reason);
    else return;
    event.preventDefault();
  });
  document.getElementById("average_time_back").addEventListener("click", () => dialog.close());
})();
