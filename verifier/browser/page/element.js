// What an element is: its role, whether it can be seen, its text, its name.

// A gap that no sane page has: marks of direction, soft hyphens, zero width.
const MARKS = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;
const fold = (text) => String(text ?? "").replace(/[\s\u00a0]+/g, " ").trim();
const plain = (text) => fold(String(text ?? "").normalize("NFC").replace(MARKS, "")
  .replace(/[\u2018\u2019\u201a\u201b\u2032]/g, "'").replace(/[\u201c-\u201f\u2033]/g, '"'));

const attr = (el, name) => (el.getAttribute(name) ?? "");
const tagOf = (el) => el.localName || "";
const rootOf = (el) => el.getRootNode();
const byId = (el, id) => { const root = rootOf(el); return root.getElementById ? root.getElementById(id) : null; };
const up = (el) => el.assignedSlot || el.parentElement || (rootOf(el).host ?? null);
const openShadow = (el) => el.shadowRoot || null;
const closest = (el, test) => { for (let at = el; at; at = up(at)) if (test(at)) return at; return null; };
const INPUT_ROLE = { button: "button", submit: "button", reset: "button", image: "button", checkbox: "checkbox", radio: "radio",
  range: "slider", number: "spinbutton", search: "searchbox", email: "textbox", tel: "textbox", text: "textbox", url: "textbox" };
const PLAIN_ROLE = { article: "article", aside: "complementary", button: "button", datalist: "listbox", details: "group", dialog: "dialog",
  fieldset: "group", figure: "figure", h1: "heading", h2: "heading", h3: "heading", h4: "heading", h5: "heading", h6: "heading",
  hr: "separator", li: "listitem", main: "main", menu: "list", meter: "meter", nav: "navigation", ol: "list", ul: "list", option: "option",
  optgroup: "group", output: "status", p: "paragraph", progress: "progressbar", search: "search", table: "table", tbody: "rowgroup",
  td: "cell", textarea: "textbox", tfoot: "rowgroup", th: "columnheader", thead: "rowgroup", tr: "row", iframe: "iframe" };
const SECTIONING = new Set(["article", "aside", "main", "nav", "section"]);
const labelled = (el) => !!(fold(attr(el, "aria-label")) || fold(attr(el, "aria-labelledby")) || fold(attr(el, "title")));
const roleOf = (el) => {
  const said = fold(attr(el, "role")).toLowerCase().split(" ")[0];
  if (said && said !== "presentation" && said !== "none") return said;
  const tag = tagOf(el);
  switch (tag) {
    case "a": case "area": return el.hasAttribute("href") ? "link" : "";
    case "input": {
      const role = INPUT_ROLE[el.type] ?? (el.type === "hidden" ? "" : "textbox");
      return role === "textbox" && el.hasAttribute("list") ? "combobox" : role;
    }
    case "select": return el.multiple || el.size > 1 ? "listbox" : "combobox";
    case "img": return el.getAttribute("alt") === "" ? "" : "img";
    case "header": return closest(up(el), (at) => SECTIONING.has(tagOf(at))) || headsACard(el) ? "" : "banner";
    case "footer": return closest(up(el), (at) => SECTIONING.has(tagOf(at))) ? "" : "contentinfo";
    case "section": return labelled(el) ? "region" : "";
    case "form": return labelled(el) ? "form" : "";
    case "summary": return "button";
    default: return PLAIN_ROLE[tag] ?? "";
  }
};
// On a page without a main part: the header of a card, which is narrow and stands under something else, with the page's heading in it.
const headsACard = (el) => {
  const card = up(el);
  if (!card || tagOf(card) === "body" || !el.querySelector("h1") || el.querySelector("nav,form,[role=navigation],[role=search]")) return false;
  if (rootOf(el).querySelector("main,[role=main]") || card.getBoundingClientRect().width > window.innerWidth * 2 / 3) return false;
  for (let at = card; at && tagOf(at) !== "body"; at = up(at)) {
    for (let ahead = at.previousElementSibling; ahead; ahead = ahead.previousElementSibling) if (wordsOf(ahead)) return true;
  }
  return false;
};
const levelOf = (el) => Number(attr(el, "aria-level")) || Number((/^h([1-6])$/.exec(tagOf(el)) ?? [])[1]) || 2;

const styleOf = (el) => el.ownerDocument.defaultView.getComputedStyle(el);
// What is put far away from the page, where nobody scrolls to: a button that only the Enter key presses. Slides of a carousel stand nearer.
const FAR = -5000;
const putAway = (el) => {
  const box = el.getBoundingClientRect(), view = el.ownerDocument.defaultView;
  return box.right + view.scrollX <= FAR || box.bottom + view.scrollY <= FAR;
};
const ariaHidden = (el) => !!closest(el, (at) => at.getAttribute("aria-hidden") === "true");
const hasBox = (el) => {
  const box = el.getBoundingClientRect();
  if (box.width > 0 && box.height > 0) return true;
  for (const child of el.children) if (hasBox(child)) return true;
  return false;
};
const rendered = (el) => (el.checkVisibility ? el.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: false }) : true);
const visible = (el) => rendered(el) && !ariaHidden(el) && hasBox(el);
// A native control that is styled away counts as visible with its label: a person presses the label.
// One to type in that is transparent, and flat or out of the way of the Tab key, is there for the browser to fill in, not for a person.
const forNobody = (el) => {
  if (tagOf(el) !== "input" || ["checkbox", "radio", "file"].includes(el.type) || styleOf(el).opacity !== "0") return false;
  const { width, height } = el.getBoundingClientRect();
  return width < 8 || height < 8 || el.tabIndex < 0;
};
const visibleControl = (el) => (visible(el) && !forNobody(el))
  || (tagOf(el) === "input" && ["checkbox", "radio", "file"].includes(el.type) && [...(el.labels ?? [])].some(visible));

const NO_TEXT = new Set(["script", "style", "noscript", "template", "textarea", "select", "input", "datalist", "iframe", "object", "video",
  "audio", "canvas", "head", "title"]);
const childrenOf = (el) => {
  const shadow = openShadow(el);
  if (shadow) return shadow.childNodes;
  if (tagOf(el) === "slot") { const given = el.assignedNodes(); if (given.length) return given; }
  return el.childNodes;
};
// Controls and what names them stand apart even in one line.
const APART = new Set(["button", "label", "input", "select", "textarea", "option", "summary"]);
const INLINE = /^(inline|contents|ruby|none)/;
// The text of a subtree as a name is computed: hidden parts left out unless `all`, pictures by their alternative text.
const textOf = (el, { all = false, limit = 4000, skip = null } = {}) => {
  let out = "";
  const walk = (node, depth) => {
    if (out.length > limit || depth > 200) return;
    if (node.nodeType === 3) { out += node.data; return; }
    if (node.nodeType !== 1 || node === skip) return;
    const tag = tagOf(node);
    if (depth && tag === "svg") { out += " " + fold(attr(node, "aria-label") || node.querySelector("title")?.textContent) + " "; return; }
    if (NO_TEXT.has(tag)) return;
    if (depth) {
      if (!all && node.getAttribute("aria-hidden") === "true") return;
      const style = styleOf(node);
      if (!all && (style.display === "none" || style.visibility === "hidden")) return;
      const said = fold(attr(node, "aria-label"));
      if (said && tag !== "label") { out += " " + said + " "; return; }
      if (tag === "img") { out += " " + attr(node, "alt") + " "; return; }
      if (tag === "br" || !INLINE.test(style.display)) out += " ";
      for (const child of childrenOf(node)) walk(child, depth + 1);
      if (!INLINE.test(style.display)) out += " ";
      return;
    }
    for (const child of childrenOf(node)) walk(child, depth + 1);
  };
  walk(el, 0);
  return fold(out);
};
