// What is pressed like a button, whatever it is built of.

const buttonKind = (el, role) => {
  const tag = tagOf(el);
  if (role === "tab") return "tab";
  if (role === "switch") return "switch";
  if (tag === "summary") return "summary";
  if (["true", "menu", "dialog", "tree", "grid"].includes(attr(el, "aria-haspopup"))) return "menu";
  if (tag === "button" || tag === "input") {
    const type = el.type;
    if (type === "reset") return "reset";
    if ((type === "submit" || type === "image") && ownerOf(el)) return "submit";
  }
  return "button";
};
// Built without a button or a role, and pressed all the same: it has a handler of its own or the pointer of one, and short words.
const PRESSED_IN = "a[href],button,input,select,textarea,label,summary,option,[role=button],[role=link],[role=tab],[role=option],[role^=menuitem],[role=switch],[role=checkbox],[role=radio]";
const BUILT_OF = new Set(["div", "span", "li", "td", "p", "i", "b", "strong", "em", "img", "svg"]);
const pressedBare = (el, tag, role, style) => {
  if (!BUILT_OF.has(tag) || (role && !["listitem", "cell", "img", "paragraph"].includes(role))) return false;
  if (!el.hasAttribute("onclick") && (style.cursor !== "pointer" || styleOf(up(el) ?? el).cursor === "pointer")) return false;
  return !el.closest(PRESSED_IN) && !el.querySelector(PRESSED_IN);
};
