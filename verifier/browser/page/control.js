// What a form control is: its kind, options, group and label.

const KIND = { text: "text", tel: "tel", email: "email", number: "number", url: "url", search: "search", password: "password", date: "date",
  "datetime-local": "date", month: "date", week: "date", time: "date", checkbox: "checkbox", radio: "radio", file: "file", range: "range",
  color: "color" };
const formKey = (form) => (form ? form.getAttribute("id") || form.getAttribute("name") || trail(form) : "");
const ownerOf = (el) => el.form ?? el.closest?.("form") ?? closest(el, (at) => tagOf(at) === "form");
const limitOf = (el, name) => (el.hasAttribute(name) && Number(attr(el, name)) >= 0 ? Number(attr(el, name)) : null);
const kindOf = (el, role) => {
  const tag = tagOf(el);
  if (tag === "textarea" || tag === "select") return tag;
  if (tag === "input" && el.type === "text" && attr(el, "role") === "combobox") return "combobox";
  if (tag === "input") return KIND[el.type] ?? (INPUT_ROLE[el.type] === "button" || el.type === "hidden" ? "" : "text");
  if (role === "combobox" || role === "listbox" || (role === "button" && attr(el, "aria-haspopup") === "listbox")) return "combobox";
  if (role === "checkbox" || role === "radio") return role;
  if (role === "spinbutton") return "number";
  if (role === "slider") return "range";
  if (role === "textbox" || role === "searchbox" || (el.isContentEditable && !up(el)?.isContentEditable)) return "editable";
  return "";
};
const AROUND_LIST = "[role=combobox],[role=listbox],[aria-haspopup]";
// What is offered where the list itself holds no more than what is chosen: in a widget around it.
const offeredAround = (select) => {
  const widget = closest(up(select), (at) => at.matches(AROUND_LIST));
  const offered = [...(widget?.querySelectorAll("[role=option][data-value]") ?? [])];
  const last = new Map(offered.map((option) => [attr(option, "data-value"), option]));
  return last.size > select.options.length ? [...last.values()] : [];
};
const optionsOf = (el) => {
  const around = tagOf(el) === "select" ? offeredAround(el) : [];
  if (tagOf(el) === "select" && !around.length) {
    return [...el.options].slice(0, 1000).map((option) => ({ text: fold(option.label || option.text), value: option.value, disabled: option.disabled }));
  }
  const lists = [...refs(el, "aria-controls"), ...refs(el, "aria-owns"), el];
  const held = around.length ? around : lists.flatMap((list) => [...list.querySelectorAll("[role=option]")]);
  return [...new Set(held)].slice(0, 1000).map((option) => ({ text: textOf(option, { all: true }), value: attr(option, "data-value"),
    disabled: attr(option, "aria-disabled") === "true" }));
};
// A native list that script put away, and the widget beside or around it that a person sees in its place: the list has the label, the
// choices and the name that is sent; of the widget's own parts none is a control.
const WIDGET = "[role=combobox],[role=listbox],[role=searchbox],[aria-haspopup],input,a";
const standsAside = (select) => {
  const { width, height } = select.getBoundingClientRect();
  return (width <= 1 || height <= 1 || !visible(select)) && [...(select.labels ?? [])].some(visible);
};
const listWithin = (el) => {
  const lists = el.matches(AROUND_LIST) ? el.querySelectorAll("select") : [];
  return lists.length === 1 && standsAside(lists[0]) && visible(el) ? lists[0] : null;
};
const listBehind = (el) => [el.previousElementSibling, el.nextElementSibling].find((other) => other && tagOf(other) === "select" && !el.labels
  && tagOf(el) !== "label" && el.querySelector(WIDGET) && !el.querySelector("select,textarea:not([role=searchbox]),[name],h1,h2,h3,h4") && standsAside(other) && visible(el))
  ?? listWithin(el);
const radioSiblings = (el) => {
  const group = closest(up(el), (at) => roleOf(at) === "radiogroup");
  if (tagOf(el) !== "input") return group ? [...group.querySelectorAll("[role=radio],input[type=radio]")] : [el];
  if (!attr(el, "name")) return group ? [...group.querySelectorAll("input[type=radio]")] : [el];
  return rowOf(el);
};
const common = (elements) => {
  let at = up(elements[0]);
  while (at && !elements.every((el) => at.contains(el))) at = up(at);
  return at;
};
// The last words before a group of radio buttons, unless a line parts them, or null; none from outside of `inside`.
const wordsAhead = (members, inside) => {
  const first = ownLabels(members[0])[0] ?? members[0];
  for (let at = common(members), steps = 0; at && steps < 3; at = at === inside ? null : up(at), steps += 1) {
    if (tagOf(at) === "body" || tagOf(at) === "form" && steps > 1) break;
    let last = null;
    for (const child of childrenOf(at)) {
      if (child === first || (child.nodeType === 1 && child.contains(first))) break;
      if (wordsOf(child)) last = child;
      else if (child.nodeType === 1 && roleOf(child) === "separator") last = null;
    }
    if (last) return last;
  }
  return null;
};
// A label that points to the box around the buttons, which no browser takes for theirs.
const labelPointingAround = (members) => {
  for (let at = common(members); at && !["form", "body"].includes(tagOf(at)); at = up(at)) {
    const label = attr(at, "id") && rootOf(at).querySelector(`label[for="${CSS.escape(attr(at, "id"))}"]`);
    if (label && visible(label) && textOf(label)) return label;
  }
  return null;
};
// The words over a group of radio buttons: a label that points to the box around them, its radiogroup or fieldset, a label of its
// first button that is not that button's own, else the last words before it, unless they are a paragraph or a sentence that tells
// something. A fieldset around other fields too is called so only where no label stands nearer. A single button is called by its own words.
const groupLabel = (members) => {
  const pointed = members.length > 1 ? labelPointingAround(members) : null;
  if (pointed) return textOf(pointed);
  const owner = closest(up(members[0]), (at) => ["radiogroup", "group"].includes(roleOf(at)) && nameOf(at));
  const around = owner && members.every((el) => owner.contains(el)) ? owner : null;
  if (around) {
    const others = roleOf(around) === "group" && [...around.querySelectorAll("input:not([type=hidden]),select,textarea")].some((el) => !members.includes(el));
    const nearer = others && members.length > 1 ? wordsAhead(members, around) : null;
    return nearer && tagOf(nearer) === "label" ? wordsOf(nearer) : nameOf(around);
  }
  const own = ownLabels(members[0]);
  const shared = fold([...(members[0].labels ?? [])].filter((label) => !own.includes(label)).map((label) => textOf(label)).join(" "));
  if (shared) return shared;
  if (members.length === 1) return nameOf(members[0]);
  const ahead = wordsAhead(members, null);
  const last = ahead ? wordsOf(ahead) : "";
  return last.length > LONGEST_LABEL || /[.\u3002]$/.test(last) ? "" : last;
};
const mainFor = (el) => !!closest(el, (at) => roleOf(at) === "main");
