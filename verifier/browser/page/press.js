// What pressing and picking need, and what the page refused.

const refused = [];
const hearing = new WeakSet();
// An "invalid" does not leave the shadow root that it happens in.
const hear = (root) => {
  if (hearing.has(root)) return;
  hearing.add(root);
  root.addEventListener("invalid", (event) => { if (!refused.includes(event.target)) refused.push(event.target); }, true);
};
hear(document);
const invalid = () => {
  const form = held.at(-1) ? ownerOf(held.at(-1)) : null;
  const within = form ? form.getRootNode() : document;
  const said = [...within.querySelectorAll("[aria-invalid=true]")].filter((el) => visible(el) && (!form || ownerOf(el) === form));
  return [...new Set([...refused, ...said])].map((el) => (el.type === "radio" ? groupLabel(radioSiblings(el)) : nameOf(el)) || attr(el, "name"));
};
// A submit is about to be pressed: nothing was refused yet; gives the names of its form's fields.
const aboutToSend = (index) => {
  refused.length = 0;
  const form = ownerOf(held[index]);
  if (form) hear(form.getRootNode());
  return form ? [...form.elements].map((el) => attr(el, "name")).filter(Boolean) : [];
};
const pick = (index, words, byValue) => {
  const el = held[index];
  if (tagOf(el) !== "select") return -1;
  const options = [...el.options];
  const fits = byValue ? options.filter((option) => words.includes(option.value)) : fitting(options, words, (option) => option.label || option.text);
  return fits.length ? options.indexOf(fits[0]) : -2;
};
const toggled = (index) => { const el = held[index]; return el.checked ?? attr(el, "aria-checked") === "true"; };
// What a person would press: a native box that is styled away is pressed by its label.
const handleFor = (index) => {
  const el = held[index];
  if (tagOf(el) !== "input" || !["checkbox", "radio"].includes(el.type) || !el.labels?.length) return el;
  const box = el.getBoundingClientRect();
  const style = styleOf(el);
  const away = box.width <= 1 || box.height <= 1 || style.opacity === "0" || style.visibility === "hidden" || style.clip !== "auto";
  return away ? el.labels[0] : el;
};
