// Where an element stands: landmark, section, group, trail, box, and the words around it.

const LANDMARK = new Set(["main", "navigation", "banner", "contentinfo", "complementary", "search", "form", "region"]);
const GROUP = new Set(["group", "radiogroup", "region", "dialog", "alertdialog"]);
const landmarkOf = (el) => closest(el, (at) => LANDMARK.has(roleOf(at)));
const headingAt = (el) => roleOf(el) === "heading";
const everyElement = (root = document) => {
  const found = [];
  const walk = (node) => {
    for (const child of node.children) {
      if (found.length >= LIMIT_NODES) return;
      found.push(child);
      const shadow = openShadow(child);
      if (shadow) walk(shadow);
      walk(child);
    }
  };
  walk(root);
  return found;
};
const trail = (el) => {
  const parts = [];
  for (let at = el; at && parts.length < 60;) {
    if (at !== el && at.id) { parts.unshift(`id(${at.id})`); break; }
    const parent = at.parentNode;
    let nth = 1;
    for (let prior = at.previousElementSibling; prior; prior = prior.previousElementSibling) if (prior.localName === at.localName) nth += 1;
    parts.unshift(`${at.localName}[${nth}]`);
    if (parent && parent.nodeType === 11 && parent.host) { parts.unshift("#shadow"); at = parent.host; }
    else at = parent && parent.nodeType === 1 ? parent : null;
  }
  return parts.join("/");
};
const follow = (path) => {
  let at = document;
  for (const part of path.split("/")) {
    if (!at) return null;
    const id = /^id\((.*)\)$/.exec(part);
    if (id) { at = document.getElementById(id[1]) ?? everyElement().find((el) => el.id === id[1]); continue; }
    if (part === "#shadow") { at = at.shadowRoot; continue; }
    const [, tag, nth] = /^(.+)\[(\d+)\]$/.exec(part) ?? [];
    at = [...at.children].filter((child) => child.localName === tag)[Number(nth) - 1] ?? null;
  }
  return at && at.nodeType === 1 ? at : null;
};
const boxOf = (el) => {
  let at = el;
  let box = el.getBoundingClientRect();
  if (box.width < 2 && el.labels?.length) { at = el.labels[0]; box = at.getBoundingClientRect(); }
  const round = (n) => Math.round(n * 10) / 10;
  return [round(box.x + window.scrollX), round(box.y + window.scrollY), round(box.width), round(box.height)];
};
// Words around an element, for telling it from its like: no styles are asked for, so it costs little.
let nearby = new WeakMap();
const roughText = (el) => {
  let out = nearby.get(el);
  if (out !== undefined) return out;
  out = "";
  for (const child of childrenOf(el)) {
    if (out.length > NEAR * 2) break;
    if (child.nodeType === 3) out += child.data;
    else if (child.nodeType === 1 && !NO_TEXT.has(tagOf(child)) && !child.hidden && child.getAttribute("aria-hidden") !== "true") out += ` ${roughText(child)} `;
  }
  out = fold(out).slice(0, NEAR * 2);
  nearby.set(el, out);
  return out;
};
const nearOf = (el, own) => {
  let at = up(el);
  for (let steps = 0; at && steps < 4; steps += 1, at = up(at)) {
    if (tagOf(at) === "body") break;
    const around = roughText(at);
    if (around.length > own.length + 10) return around.slice(0, NEAR);
  }
  return "";
};
const anchorOf = (el, name, place) => ({ tag: tagOf(el), role: roleOf(el), id: el.id || "", name: attr(el, "name"), classes: fold(attr(el, "class")),
  type: attr(el, "type"), href: attr(el, "href").slice(0, 2000), path: trail(el), landmark: place.landmark, section: place.section, group: place.group,
  near: nearOf(el, name), box: boxOf(el) });
const placeOf = (el) => {
  const landmark = landmarkOf(up(el) ?? el);
  const group = closest(up(el), (at) => GROUP.has(roleOf(at)) && nameOf(at));
  let section = "";
  for (const at of everyElement()) {
    if (at === el) break;
    if (headingAt(at) && visible(at)) section = nameOf(at);
  }
  return { landmark: landmark ? roleOf(landmark) : "", group: group ? nameOf(group) : "", section };
};
