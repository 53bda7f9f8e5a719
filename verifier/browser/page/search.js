// One search: the elements that fit a selector, the best kind of fit only.

const held = [];              // elements that were located, by index
const document_ = `${Math.random()}`;      // an index means nothing in another document
const TIERS = [(text, word) => text === word, (text, word) => text.toLowerCase() === word.toLowerCase(),
  (text, word) => text.toLowerCase().includes(word.toLowerCase())];
const bare = (text) => plain(text).replace(/[\s*:\uff1a]+$/u, "");
// Elements whose text fits one of the wordings, best kind of fit only.
const fitting = (elements, words, textFor) => {
  if (!words.length) return elements;
  const read = elements.map((el) => [el, plain(textFor(el))]);
  const wanted = words.map(plain);
  for (const fits of TIERS) {
    const found = read.filter(([, text]) => text && wanted.some((word) => fits(text, word) || fits(bare(text), bare(word)))).map(([el]) => el);
    if (found.length) return found;
  }
  return [];
};
const CONTROL_ROLE = new Set(["textbox", "combobox", "listbox", "checkbox", "radio", "switch", "slider", "spinbutton", "searchbox"]);
const isControl = (el) => !!kindOf(el, roleOf(el)) || CONTROL_ROLE.has(roleOf(el));
const shows = (el) => (tagOf(el) === "input" ? visibleControl(el) : visible(el));
const scoped = (all, within) => {
  if (!within) return all;
  if (within.kind === "landmark") {
    const roots = fitting(all.filter((el) => roleOf(el) === within.role), within.words, (el) => nameOf(el));
    return all.filter((el) => closest(up(el), (at) => roots.includes(at)));
  }
  if (within.kind === "group") {
    const roots = fitting(all.filter((el) => GROUP.has(roleOf(el)) || tagOf(el) === "dialog" || tagOf(el) === "form"), within.words, (el) => nameOf(el));
    if (roots.length) return all.filter((el) => closest(up(el), (at) => roots.includes(at)));
    const members = all.filter((el) => roleOf(el) === "radio");
    const leads = members.filter((el) => radioSiblings(el)[0] === el);
    return fitting(leads, within.words, (el) => groupLabel(radioSiblings(el))).flatMap(radioSiblings);
  }
  const heads = fitting(all.filter((el) => headingAt(el) && visible(el)), within.words, (el) => textOf(el) || nameOf(el));
  const inside = [];
  for (const head of heads) {
    const land = landmarkOf(head);
    for (let i = all.indexOf(head) + 1; i < all.length; i += 1) {
      const el = all[i];
      if (headingAt(el) && levelOf(el) <= levelOf(head) && visible(el) && !head.contains(el)) break;
      if (land && !closest(el, (at) => at === land)) break;
      inside.push(el);
    }
    // A heading that is itself a link, or stands in one, has that link in its section.
    for (const el of all) if (!inside.includes(el) && (head.contains(el) || (el.contains(head) && roleOf(el) === "link")) && el !== head) inside.push(el);
  }
  return inside;
};
const search = (selector) => {
  const all = everyElement();
  const area = scoped(all, selector.within);
  const words = selector.words ?? [];
  let found;
  switch (selector.by) {
    case "role": found = fitting(area.filter((el) => roleOf(el) === selector.role && (!words.length || shows(el))), words, (el) => nameOf(el, selector.role));
      if (!found.length) found = fitting(area.filter((el) => roleOf(el) === selector.role), words, (el) => nameOf(el, selector.role)); break;
    case "label": found = fitting(area.filter((el) => isControl(el) && shows(el)), words, (el) => nameOf(el));
      if (!found.length) found = fitting(area.filter(isControl), words, (el) => nameOf(el)); break;
    case "text": {
      const texts = area.filter((el) => !NO_TEXT.has(tagOf(el)) && tagOf(el) !== "option" && tagOf(el) !== "html" && tagOf(el) !== "body");
      const quick = words.map((word) => plain(word).toLowerCase());
      const rough = texts.filter((el) => { const text = plain(el.textContent).toLowerCase(); return quick.some((word) => text.includes(word)) || openShadow(el); });
      const good = fitting(rough.filter(visible), words, (el) => textOf(el));
      found = good.filter((el) => !good.some((other) => other !== el && el.contains(other)));
      if (!found.length) { const any = fitting(rough, words, (el) => el.textContent); found = any.filter((el) => !any.some((other) => other !== el && el.contains(other))); }
      break;
    }
    default: {
      const fits = (el) => { try { return el.matches(selector.css); } catch { return false; } };
      found = area.filter(fits);
    }
  }
  const seen = found.filter(shows);
  seen.sort((one, two) => Number(mainFor(two)) - Number(mainFor(one)));
  return { seen, hidden: found.length > seen.length };
};
const describe = (el, matches) => {
  const name = nameOf(el);
  const form = ownerOf(el);
  const tag = tagOf(el);
  const submits = !!form && ((tag === "button" && el.type === "submit") || (tag === "input" && (el.type === "submit" || el.type === "image")));
  const method = submits ? (attr(el, "formmethod") || attr(form, "method") || "get").toLowerCase() : "";
  held.push(el);
  nearby = new WeakMap();
  return { index: held.length - 1, document: document_, name, matches, inForm: !!form, submits, method, anchor: anchorOf(el, name, placeOf(el)) };
};
const locate = (selector) => {
  const { seen, hidden } = search(selector);
  return pack(seen.length ? describe(seen[0], seen.length) : { hidden });
};
const reach = (anchor) => {
  const fits = (el) => el && el.isConnected && tagOf(el) === anchor.tag && trail(el) === anchor.path && attr(el, "name") === anchor.name;
  const el = kept.find(fits) ?? [follow(anchor.path)].find((at) => at && tagOf(at) === anchor.tag);
  return pack(el && shows(el) ? describe(el, 1) : { hidden: !!el });
};
const there = (selectors) => selectors.map((selector) => search(selector).seen.length > 0);
// One look, if all that is awaited is there.
const glimpse = (selectors) => (there(selectors).every(Boolean) ? capture() : null);
