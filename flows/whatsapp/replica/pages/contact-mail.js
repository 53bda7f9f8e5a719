// The form that sends nothing: it writes a mail to the team of the chosen platform and lets the mail program do the rest.
(() => {
  const form = document.getElementById("contact-form");
  const message = form.elements.your_message;
  const teams = {
    ANDROID: "android_web",
    IPHONE: "iphone_web",
    WHATS_APP_WEB_DESKTOP: "webclient_web",
    KAIOS: "kaios_web",
    OTHER: "webclient_web",
  };

  message.addEventListener("input", () => message.setCustomValidity(""));

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (message.value.trim().length < 30) {
      message.setCustomValidity(form.dataset.short);
      message.reportValidity();
      return;
    }
    const platform = form.elements.platform.value;
    const team = form.dataset.team === "business" ? "smb_web" : teams[platform];
    const country = form.elements.country_selector.selectedOptions[0];
    const body = [
      message.value.trim(),
      "",
      form.dataset.about,
      "--Support Info--",
      `Platform: ${platform}`,
      `Phone: ${country.dataset.code} ${form.elements.phone_number.value.trim()}`,
      `Country: ${country.value}`,
      `Language: ${document.documentElement.lang}`,
    ].join("\n");
    document.getElementById("fallback").hidden = false;
    const query = `subject=${encodeURIComponent(form.dataset.subject)}&body=${encodeURIComponent(body)}`;
    window.location.href = `mailto:${team}@support.whatsapp.com?${query}`;
  });
})();
