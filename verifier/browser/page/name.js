// What an element is called, as a person reads it: by what names it, else by the words beside it; and the star that says it is required.

const FROM_CONTENT = new Set(["button", "link", "heading", "option", "tab", "menuitem", "menuitemcheckbox", "menuitemradio", "checkbox", "radio",
  "switch", "cell", "gridcell", "columnheader", "rowheader", "row", "treeitem", "tooltip"]);
const CONTROL_TAG = new Set(["input", "select", "textarea"]);
const BOXED = new Set(["textbox", "searchbox", "combobox", "listbox", "checkbox", "radio", "switch", "slider", "spinbutton"]);
const refs = (el, name) => attr(el, name).split(/\s+/).filter(Boolean).map((id) => byId(el, id)).filter(Boolean);
// Boxes to tick of one name in one form.
const rowOf = (el) => [...rootOf(el).querySelectorAll(`input[type=${el.type}]`)].filter((other) => attr(other, "name") === attr(el, "name") && other.form === el.form);
// The first button of a group often has the group's label beside its own: the one around it is its own, else the last one.
// Of several labels of a field to type in, those behind it say something else: what is wrong, or another field of the same id.
const ownLabels = (el) => {
  const labels = [...(el.labels ?? [])];
  if (labels.length < 2) return labels;
  if (!["checkbox", "radio"].includes(el.type)) {
    const ahead = labels.filter((label) => label.contains(el) || el.compareDocumentPosition(label) & Node.DOCUMENT_POSITION_PRECEDING);
    return ahead.length ? ahead : labels;
  }
  if (!attr(el, "name") || rowOf(el).length < 2) return labels;
  const around = labels.filter((label) => label.contains(el));
  return around.length ? around : labels.slice(-1);
};
const labelText = (el) => fold([...new Set(ownLabels(el).map((label) => textOf(label, { skip: el })))].join(" "));
// What a person reads as the label of a control that names none: the words before it, or those behind a box to tick. A row of
// controls shares them; words beyond another control are its own, and a heading or a whole paragraph is no label.
const FIELD = "input:not([type=hidden]),select,textarea,button,[contenteditable=true],[role=button],[role=textbox],[role=combobox],[role=listbox]";
const PRESSED = "button,[role=button],input[type=submit],input[type=button],input[type=reset],input[type=image]";
const LONGEST_LABEL = 120;
const wordsOf = (node) => (node.nodeType === 3 ? fold(node.data) : node.nodeType === 1 && !NO_TEXT.has(tagOf(node)) && rendered(node) ? textOf(node) : "");
const beside = (el, step) => {
  let at = el;
  for (let steps = 0; at && steps < 5; steps += 1, at = up(at)) {
    if (["body", "form", "html", "dialog", "section", "table", "label"].includes(tagOf(at))) return null;
    for (let other = at[step]; other; other = other[step]) {
      const field = other.nodeType === 1 && (other.matches(FIELD) ? "is" : other.querySelector(FIELD) ? "holds" : "");
      const boxed = field === "holds" && !["td", "th"].includes(tagOf(other)) && !other.querySelector(PRESSED) && !wordsOf(other);
      if ((field === "is" || boxed) && step === "previousSibling" && !other.matches(PRESSED)) continue;
      if (field) return null;
      const words = wordsOf(other);
      if (!words || /^[*\s:|/-]+$/.test(words)) continue;
      const heading = other.nodeType === 1 && (roleOf(other) === "heading" || other.querySelector("h1,h2,h3,h4"));
      return heading || words.length > LONGEST_LABEL ? null : { words, el: other };
    }
  }
  return null;
};
const readLabel = (el) => {
  const around = closest(up(el), (at) => tagOf(at) === "label");
  const inside = around && textOf(around, { skip: el });
  if (inside) return { words: inside, el: around, sure: true };
  const ticked = ["checkbox", "radio", "switch"].includes(roleOf(el));
  const found = (ticked && beside(el, "nextSibling")) || beside(el, "previousSibling");
  return found && { ...found, sure: found.el.nodeType === 1 && (tagOf(found.el) === "label" || !!found.el.querySelector("label")) };
};
const tip = (el) => fold(attr(el, "title") || attr(el, "data-bs-original-title") || attr(el, "data-original-title") || attr(el, "data-tooltip"));
// Words in an editable box that go as soon as somebody types, by the class that says so.
const standIn = (el) => (el.isContentEditable && /placeholder/i.test(attr(el, "class")) ? textOf(el) : "");
const nameOf = (el, role = roleOf(el)) => {
  const pointed = fold(refs(el, "aria-labelledby").map((ref) => fold(attr(ref, "aria-label")) || textOf(ref, { all: true })).join(" "));
  if (pointed) return pointed;
  const said = fold(attr(el, "aria-label"));
  if (said) return said;
  const tag = tagOf(el);
  if (tag === "input" && role === "button") {
    if (el.type === "image") return fold(attr(el, "alt") || attr(el, "value") || attr(el, "title")) || "Submit";
    return fold(el.value) || (!el.hasAttribute("value") && { submit: "Submit", reset: "Reset" }[el.type]) || fold(attr(el, "title"));
  }
  if (CONTROL_TAG.has(tag)) {
    const held = labelText(el);
    if (held) return held;
    const read = readLabel(el);
    return (read?.sure && read.words) || tip(el) || fold(attr(el, "placeholder")) || read?.words || "";
  }
  if (tag === "img" || tag === "area") return fold(attr(el, "alt") || attr(el, "title"));
  if (tag === "svg") return fold(el.querySelector("title")?.textContent);
  if (tag === "fieldset") return textOf([...el.children].find((child) => tagOf(child) === "legend") ?? document.createElement("i"));
  if (tag === "table") { const caption = el.querySelector(":scope > caption"); if (caption) return textOf(caption); }
  if (tag === "iframe") return fold(attr(el, "title"));
  if (FROM_CONTENT.has(role) || tag === "summary") { const held = textOf(el); if (held) return held; }
  if (el.labels?.length) { const held = labelText(el); if (held) return held; }
  const told = tip(el) || fold(attr(el, "aria-placeholder") || attr(el, "data-placeholder")) || standIn(el);
  if (told) return told;
  if (role === "button" || role === "link") return tip(el.querySelector("[title]") ?? el);
  return BOXED.has(role) || el.isContentEditable ? readLabel(el)?.words ?? "" : "";
};
// The number that stands behind the words of a link or button in an element of its own, as a badge does; a number that is part of
// the words is none.
const COUNT = /^[([{]?\s?\d[\d.,]*\s?[km]?\+?\s?[)\]}]?$/i;
const lastText = (el) => {
  for (const child of [...childrenOf(el)].reverse()) {
    if (child.nodeType === 3 && fold(child.data)) return el;
    if (child.nodeType !== 1 || NO_TEXT.has(tagOf(child)) || !rendered(child) || child.getAttribute("aria-hidden") === "true") continue;
    const inner = lastText(child);
    if (inner) return inner;
  }
  return null;
};
const badgeOf = (el, name) => {
  if (!/\d[\d.,]*\s?[km]?\+?\s?[)\]}]?$/i.test(name)) return "";
  const holder = lastText(el);
  const words = holder && holder !== el ? textOf(holder) : "";
  return COUNT.test(words) && name !== words && name.endsWith(words) ? words : "";
};
// As a person sees it: by the attribute, or by the star at its label.
const STAR = /(?:^|[^*\w])[*\uff0a\u2217\u2731](?=[\s:)\uff1a]*$)|^[*\uff0a\u2217\u2731](?=\s*[^\s*])|\((?:required|mandatory)\)\s*$/iu;
const starDrawn = (el) => ["::before", "::after"].some((part) => {
  const { content } = el.ownerDocument.defaultView.getComputedStyle(el, part);
  return content !== "none" && /^["'\s]*[*\uff0a\u2217\u2731]["'\s]*$/.test(content);
});
const starAt = (node) => !!node && (node.nodeType === 3 ? STAR.test(fold(node.data)) : node.nodeType === 1
  && (STAR.test(textOf(node, { all: true })) || starDrawn(node) || [...node.children].slice(0, 8).some(starDrawn)));
// In an element of its own, or bare, as the next words after the label, or after the boxes that hold nothing but the field.
const empty = (node) => node.nodeType === 8 || (node.nodeType === 3 && !fold(node.data));
const besideStar = (el) => {
  let at = el, next = null;
  for (let steps = 0; steps < 3 && !next; steps += 1, at = at.parentNode) {
    next = at.nextSibling;
    while (next && empty(next)) next = next.nextSibling;
    if (at.parentNode?.nodeType !== 1 || [...at.parentNode.childNodes].some((node) => node !== at && !empty(node))) break;
  }
  return !!next && [1, 3].includes(next.nodeType) && /^[*\uff0a\u2217\u2731]$/.test(fold(next.textContent));
};
const starred = (el) => {
  const labels = [...(el.labels ?? []), ...refs(el, "aria-labelledby")];
  const read = labels.length ? null : readLabel(el);
  const near = [...labels, ...(read ? [read.el] : [])];
  return near.some(starAt) || [el, ...near].some(besideStar);
};
const requiredOf = (el) => el.required === true || attr(el, "aria-required") === "true"
  || (attr(el, "aria-required") !== "false" && !["search", "range", "color"].includes(el.type) && starred(el));
