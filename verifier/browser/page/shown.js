// What can be read in a picture of the page, and where it stands: for what must not be seen there. Null where there is too much.

const UNREADABLE = new Set(["canvas", "video", "object", "embed"]), MOST_SHOWN = 20000;
const spoken = (el, part) => { const said = el.ownerDocument.defaultView.getComputedStyle(el, part).content; return said === "none" || said === "normal" ? "" : said; };
const shown = () => {
  const found = [];
  let walked = 0;
  const put = (el, text) => { const box = boxOf(el); if (box[2] > 0 && box[3] > 0) found.push([text.slice(0, LIMIT_TEXT), box]); };
  const walk = (root) => {
    for (const el of root.querySelectorAll("*")) {
      walked += 1;
      if (walked > LIMIT_NODES || found.length > MOST_SHOWN) return false;
      const tag = tagOf(el);
      if (tag === "script" || tag === "style" || tag === "noscript" || tag === "head") continue;
      if (openShadow(el) && !walk(openShadow(el))) return false;
      if (UNREADABLE.has(tag)) put(el, "\u0000");
      if (tag === "input" || tag === "textarea") put(el, `${el.value} ${attr(el, "placeholder")}`);
      if (tag === "select") put(el, [...el.selectedOptions].map((option) => option.text).join(" "));
      if (tag === "img" || tag === "image") put(el, `${el.currentSrc ?? ""} ${attr(el, "src")} ${attr(el, "href")} ${attr(el, "alt")}`);
      const styled = `${spoken(el, "::before")}${spoken(el, "::after")}`;
      if (styled) put(el, styled);
      for (const child of el.childNodes) if (child.nodeType === 3 && child.data.trim()) { put(el, el.textContent); break; }
    }
    return true;
  };
  return walk(document) ? pack(found) : null;
};
