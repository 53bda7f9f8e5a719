// One look: everything that a document shows, in one pass, as typed data.

// Landmarks that are the page's own where they stand within its main part: the way back, side tools, a search of what is listed.
const INNER = new Set(["navigation", "search"]);
const CONSENT = "#onetrust-banner-sdk,#onetrust-consent-sdk,#CybotCookiebotDialog,.qc-cmp2-container,#didomi-host,#usercentrics-root,"
  + "[id^=sp_message_container],.fc-consent-root,.cky-consent-container,.osano-cm-window,#truste-consent-track,.cc-window,"
  + "#usercentrics-cmp-ui,#trustarc-banner-overlay,#truste-consent-content,.iubenda-cs-container,.cmplz-cookiebanner,#klaro,"
  + "#tarteaucitronAlertBig,#BorlabsCookieBox,#ccc,.termly-consent-banner,#hs-eu-cookie-confirmation,.cky-modal,#sliding-popup,"
  + "[data-cookiebanner],[data-testid=cookie-policy-manage-dialog]";

const kept = [];              // elements of the last look, by index
const capture = () => {
  kept.length = 0;
  nearby = new WeakMap();
  const headings = [], controls = [], buttons = [], links = [], dialogs = [], texts = [], forms = [], frames = [];
  const seenRadios = new Set();
  let nodes = 0, told = 0, letters = 0, truncated = false, section = "", order = 0;
  const landmarks = [], groups = [], over = [];
  const listed = new Set();
  let behind = 0, adverts = 0;
  let run = "", runOwner = null, runPlace = null;
  const place = () => ({ landmark: landmarks.at(-1) ?? "", group: groups.at(-1) ?? "", section });
  const tell = (list, el, name, item) => {
    if (behind && list !== texts) return;
    if (told >= LIMIT_ITEMS || letters > LIMIT_TEXT) { truncated = true; return; }
    told += 1;
    item.order = order;
    item.anchor = { ...anchorOf(el, name, place()), dialog: over.at(-1) ?? "", inner: INNER.has(landmarks.at(-1)) && landmarks.includes("main"),
      badge: list === links || list === buttons ? badgeOf(el, name) : "", advert: adverts > 0 };
    kept.push(el);
    list.push(item);
  };
  const flush = () => {
    const text = fold(run);
    run = "";
    if (!text || !runOwner) return;
    if (letters + text.length > LIMIT_TEXT) { truncated = true; return; }
    letters += text.length;
    tell(texts, runOwner, text, { text });
  };
  // A list that is named by its label and by what is chosen in it is called by its label alone.
  const comboLabel = (el, role) => {
    const pointed = refs(el, "aria-labelledby");
    const others = pointed.filter((ref) => ref !== el && !el.contains(ref));
    return others.length && others.length < pointed.length ? fold(others.map((ref) => textOf(ref, { all: true })).join(" ")) : nameOf(el, role);
  };
  const control = (el, kind, role) => {
    if (kind === "radio") {
      if (seenRadios.has(el)) return;
      const members = radioSiblings(el).filter(visibleControl);
      for (const member of members) seenRadios.add(member);
      if (!members.length) return;
      const label = groupLabel(members);
      const owner = closest(up(el), (at) => roleOf(at) === "radiogroup");
      tell(controls, el, label, { label, kind, name: attr(el, "name"), required: members.some((member) => member.required || attr(member, "aria-required") === "true")
        || (!!owner && requiredOf(owner)) || STAR.test(label),
        disabled: members.every((member) => member.disabled === true), readOnly: false, minLength: null, maxLength: null, minimum: "", maximum: "",
        pattern: "", autocomplete: "", placeholder: "", description: "", multiple: false, form: formKey(ownerOf(el)),
        options: members.map((member) => ({ text: nameOf(member), value: tagOf(member) === "input" ? attr(member, "value") : attr(member, "data-value"),
          disabled: member.disabled === true || attr(member, "aria-disabled") === "true" })) });
      return;
    }
    const label = kind === "combobox" ? comboLabel(el, role) : nameOf(el, role);
    tell(controls, el, label, { label, kind, name: attr(el, "name"), required: requiredOf(el),
      disabled: el.matches(":disabled") || attr(el, "aria-disabled") === "true", readOnly: el.readOnly === true || attr(el, "aria-readonly") === "true",
      minLength: limitOf(el, "minlength"), maxLength: limitOf(el, "maxlength"), minimum: attr(el, "min"), maximum: attr(el, "max"),
      pattern: attr(el, "pattern"), autocomplete: attr(el, "autocomplete"), placeholder: fold(attr(el, "placeholder")),
      description: fold(refs(el, "aria-describedby").map((ref) => textOf(ref, { all: true })).join(" ")), multiple: el.multiple === true,
      form: formKey(ownerOf(el)), options: kind === "select" || kind === "combobox" ? optionsOf(el) : [] });
  };
  const walk = (el, muted, owner) => {
    if (nodes >= LIMIT_NODES) { truncated = true; return; }
    nodes += 1;
    const tag = tagOf(el);
    if (tag === "script" || tag === "style" || tag === "template" || tag === "noscript" || tag === "head") return;
    const style = styleOf(el);
    if (style.display === "none" || el.getAttribute("aria-hidden") === "true") {
      if (tag === "input" && visibleControl(el)) { order += 1; control(el, kindOf(el, roleOf(el)), roleOf(el)); }
      return;
    }
    if (style.contentVisibility === "hidden") return;
    order += 1;
    const list = behind ? null : listBehind(el);
    if (list && !listed.has(list)) { listed.add(list); control(list, "select", roleOf(list)); }
    const sold = isAdvert(el) ? 1 : 0;
    behind += list ? 1 : 0;
    adverts += sold;
    inside(el, muted, owner, tag, style);
    adverts -= sold;
    behind -= list ? 1 : 0;
  };
  const inside = (el, muted, owner, tag, style) => {
    const role = roleOf(el);
    const shown = style.visibility === "visible";
    const block = !INLINE.test(style.display) || APART.has(tag);
    const box = block || tag === "input" ? el.getBoundingClientRect() : null;
    if (box && style.overflow !== "visible" && tag !== "body" && tag !== "html" && (box.width <= 1 || box.height <= 1)) {
      if (box.width === 0 || box.height === 0) { if (tag !== "input") return; } else muted = true;
    }
    const isLandmark = LANDMARK.has(role), isGroup = GROUP.has(role);
    const name = isGroup ? nameOf(el, role) : "";
    if (block) flush();
    if (tag === "iframe" || tag === "frame") {
      let index = -1;
      for (let i = 0; i < window.frames.length; i += 1) if (window.frames[i] === el.contentWindow) { index = i; break; }
      const at = el.getBoundingClientRect();
      if (shown && at.width > 1 && at.height > 1) {
        frames.push({ order, index, title: fold(attr(el, "title")), name: attr(el, "name"), src: attr(el, "src"), advert: adverts > 0,
          x: at.x + window.scrollX + el.clientLeft, y: at.y + window.scrollY + el.clientTop });
      }
      return;
    }
    const mine = block ? el : owner;
    const held = tag === "input" ? el.value : "";
    if (shown && role === "heading") {
      const text = textOf(el) || nameOf(el, role);
      if (text) { tell(headings, el, text, { level: levelOf(el), text }); section = text; }
    }
    if (tag === "form") {
      const action = attr(el, "action");
      let target = action;
      try { target = new URL(action || document.URL, document.baseURI).href; } catch { /* as written */ }
      forms.push({ order, key: formKey(el), action: target, method: (attr(el, "method") || "get").toLowerCase(),
        hidden: [...el.querySelectorAll("input[type=hidden]")].map((input) => attr(input, "name")).filter(Boolean) });
    }
    const kind = kindOf(el, role);
    const leads = tag === "a" && /^menuitem/.test(role) && el.hasAttribute("href");
    if (kind && (shown || tag === "input") && visibleControl(el)) { if (tag === "select") listed.add(el); control(el, kind, role); }
    else if (shown && (role === "button" || role === "tab" || role === "switch" || tag === "summary" || (/^menuitem/.test(role) && !leads)) && visible(el) && !putAway(el)) {
      const said = tag === "input" && held ? fold(held) : nameOf(el, role);
      tell(buttons, el, said, { name: said, kind: buttonKind(el, role), disabled: el.disabled === true || attr(el, "aria-disabled") === "true",
        form: formKey(ownerOf(el)) });
    } else if (shown && (role === "link" || leads || (tag === "a" && (el.onclick || style.cursor === "pointer" || el.hasAttribute("onclick") || el.hasAttribute("tabindex")))) && visible(el)) {
      const said = nameOf(el, "link");
      const href = attr(el, "href").trim();
      let target = "";
      if (href && (!href.startsWith("#") || /^#!?\//.test(href))) { try { target = new URL(href, document.baseURI).href; } catch { target = href; } }
      tell(links, el, said, { name: said, target, newTab: attr(el, "target").toLowerCase() === "_blank" });
    }
    else if (shown && !kind && pressedBare(el, tag, role, style) && visible(el) && !putAway(el)) {
      const said = textOf(el) || fold(attr(el, "alt")) || tip(el);
      if (said && said.length <= 60) tell(buttons, el, said, { name: said, kind: "button", disabled: false, form: "" });
    }
    // Some platforms mark the buttons as well; a button is no dialog.
    const consent = role !== "button" && role !== "link" && el.matches(CONSENT);
    const isDialog = shown && (role === "dialog" || role === "alertdialog" || consent) && visible(el);
    if (isDialog) {
      const modal = attr(el, "aria-modal") === "true" || (tag === "dialog" && el.matches(":modal"));
      const said = name || nameOf(el, role);
      tell(dialogs, el, said, { name: said, modal, text: textOf(el, { limit: 2400 }).slice(0, 2000) });
    }
    if (isDialog) over.push(trail(el));
    if (isLandmark) landmarks.push(role);
    if (name) groups.push(name);
    if (!NO_TEXT.has(tag)) {
      const closed = tag === "details" && !el.open;
      if (tag === "img" || tag === "svg") { /* pictures have names, not text */ }
      else for (const child of childrenOf(el)) {
        if (child.nodeType === 3) {
          if (shown && !muted && !closed) { if (fold(child.data) && !fold(run)) runOwner = mine; run += child.data; }
        } else if (child.nodeType === 1 && !(closed && tagOf(child) !== "summary")) walk(child, muted, mine);
      }
    }
    if (tag === "br") run += " ";
    if (block) flush();
    if (isDialog) over.pop();
    if (isLandmark) landmarks.pop();
    if (name) groups.pop();
  };
  if (document.body) walk(document.body, false, document.body);
  flush();
  const root = document.documentElement;
  let index = -1;
  try { if (window.parent !== window) for (let i = 0; i < window.parent.frames.length; i += 1) if (window.parent.frames[i] === window) index = i; } catch { /* gone */ }
  return pack({ url: document.URL, title: fold(document.title), language: root ? attr(root, "lang") : "", index,
    direction: root ? styleOf(document.body ?? root).direction : "ltr", headings, controls, buttons, links, dialogs, texts, forms,
    frames, truncated });
};
