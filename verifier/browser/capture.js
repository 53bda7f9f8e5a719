// Runs in every document before its own scripts: one look, one search, one rest, each in one call from outside.
//
// Called as (key) => ...; leaves one frozen, hidden object under `key` (random per tab). Limits, so that a page of any size is survived:
// 5,000 elements told, 400,000 characters of text, 60,000 nodes walked; past one of them `truncated` is true.
(key) => {
  if (Object.prototype.hasOwnProperty.call(window, key)) return;
  const LIMIT_ITEMS = 5000, LIMIT_TEXT = 400000, LIMIT_NODES = 60000, NEAR = 200;
  const { stringify } = JSON;
  const later = window.setTimeout.bind(window), onFrame = window.requestAnimationFrame.bind(window);
  const now = performance.now.bind(performance);
  const Observer = window.MutationObserver, Channel = window.MessageChannel;

  // A gap that no sane page has: marks of direction, soft hyphens, zero width.
  const MARKS = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;
  const fold = (text) => String(text ?? "").replace(/[\s\u00a0]+/g, " ").trim();
  const plain = (text) => fold(String(text ?? "").normalize("NFC").replace(MARKS, "")
    .replace(/[\u2018\u2019\u201a\u201b\u2032]/g, "'").replace(/[\u201c-\u201f\u2033]/g, '"'));

  // -- what an element is -----------------------------------------------------------------------------------
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
      case "header": return closest(up(el), (at) => SECTIONING.has(tagOf(at))) ? "" : "banner";
      case "footer": return closest(up(el), (at) => SECTIONING.has(tagOf(at))) ? "" : "contentinfo";
      case "section": return labelled(el) ? "region" : "";
      case "form": return labelled(el) ? "form" : "";
      case "summary": return "button";
      default: return PLAIN_ROLE[tag] ?? "";
    }
  };
  const levelOf = (el) => Number(attr(el, "aria-level")) || Number((/^h([1-6])$/.exec(tagOf(el)) ?? [])[1]) || 2;

  const styleOf = (el) => el.ownerDocument.defaultView.getComputedStyle(el);
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
  const visibleControl = (el) => visible(el)
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
  const FROM_CONTENT = new Set(["button", "link", "heading", "option", "tab", "menuitem", "menuitemcheckbox", "menuitemradio", "checkbox", "radio",
    "switch", "cell", "gridcell", "columnheader", "rowheader", "row", "treeitem", "tooltip"]);
  const CONTROL_TAG = new Set(["input", "select", "textarea"]);
  const refs = (el, name) => attr(el, name).split(/\s+/).filter(Boolean).map((id) => byId(el, id)).filter(Boolean);
  const labelText = (el) => fold([...(el.labels ?? [])].map((label) => textOf(label, { skip: el })).join(" "));
  const nameOf = (el, role = roleOf(el)) => {
    const pointed = fold(refs(el, "aria-labelledby").map((ref) => fold(attr(ref, "aria-label")) || textOf(ref, { all: true })).join(" "));
    if (pointed) return pointed;
    const said = fold(attr(el, "aria-label"));
    if (said) return said;
    const tag = tagOf(el);
    if (tag === "input" && role === "button") {
      if (el.type === "image") return fold(attr(el, "alt") || attr(el, "value") || attr(el, "title")) || "Submit";
      return fold(el.value) || { submit: "Submit", reset: "Reset" }[el.type] || fold(attr(el, "title"));
    }
    if (CONTROL_TAG.has(tag)) return labelText(el) || fold(attr(el, "title")) || fold(attr(el, "placeholder"));
    if (tag === "img" || tag === "area") return fold(attr(el, "alt") || attr(el, "title"));
    if (tag === "svg") return fold(el.querySelector("title")?.textContent);
    if (tag === "fieldset") return textOf([...el.children].find((child) => tagOf(child) === "legend") ?? document.createElement("i"));
    if (tag === "table") { const caption = el.querySelector(":scope > caption"); if (caption) return textOf(caption); }
    if (tag === "iframe") return fold(attr(el, "title"));
    if (FROM_CONTENT.has(role) || tag === "summary") { const held = textOf(el); if (held) return held; }
    if (el.labels?.length) { const held = labelText(el); if (held) return held; }
    return fold(attr(el, "title")) || fold(attr(el, "aria-placeholder") || attr(el, "data-placeholder"));
  };

  // -- where it stands --------------------------------------------------------------------------------------
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

  // -- one look ---------------------------------------------------------------------------------------------
  const KIND = { text: "text", tel: "tel", email: "email", number: "number", url: "url", search: "search", password: "password", date: "date",
    "datetime-local": "date", month: "date", week: "date", time: "date", checkbox: "checkbox", radio: "radio", file: "file", range: "range",
    color: "color" };
  const CONSENT = "#onetrust-banner-sdk,#onetrust-consent-sdk,#CybotCookiebotDialog,.qc-cmp2-container,#didomi-host,#usercentrics-root,"
    + "[id^=sp_message_container],.fc-consent-root,.cky-consent-container,.osano-cm-window,#truste-consent-track,.cc-window,"
    + "#usercentrics-cmp-ui,#trustarc-banner-overlay,#truste-consent-content,.iubenda-cs-container,.cmplz-cookiebanner,#klaro,"
    + "#tarteaucitronAlertBig,#BorlabsCookieBox,#ccc,.termly-consent-banner,#hs-eu-cookie-confirmation,.cky-modal,#sliding-popup,"
    + "[data-cookiebanner],[data-testid=cookie-policy-manage-dialog]";
  const formKey = (form) => (form ? form.getAttribute("id") || form.getAttribute("name") || trail(form) : "");
  const ownerOf = (el) => el.form ?? el.closest?.("form") ?? closest(el, (at) => tagOf(at) === "form");
  const limitOf = (el, name) => (el.hasAttribute(name) && Number(attr(el, name)) >= 0 ? Number(attr(el, name)) : null);
  const kindOf = (el, role) => {
    const tag = tagOf(el);
    if (tag === "textarea" || tag === "select") return tag;
    if (tag === "input") return KIND[el.type] ?? (INPUT_ROLE[el.type] === "button" || el.type === "hidden" ? "" : "text");
    if (role === "combobox" || role === "listbox" || (role === "button" && attr(el, "aria-haspopup") === "listbox")) return "combobox";
    if (role === "checkbox" || role === "radio") return role;
    if (role === "spinbutton") return "number";
    if (role === "slider") return "range";
    if (role === "textbox" || role === "searchbox" || (el.isContentEditable && !up(el)?.isContentEditable)) return "editable";
    return "";
  };
  const optionsOf = (el) => {
    if (tagOf(el) === "select") {
      return [...el.options].slice(0, 1000).map((option) => ({ text: fold(option.label || option.text), value: option.value, disabled: option.disabled }));
    }
    const lists = [...refs(el, "aria-controls"), ...refs(el, "aria-owns"), el];
    const held = lists.flatMap((list) => [...list.querySelectorAll("[role=option]")]);
    return [...new Set(held)].slice(0, 1000).map((option) => ({ text: textOf(option, { all: true }), value: attr(option, "data-value"),
      disabled: attr(option, "aria-disabled") === "true" }));
  };
  const radioSiblings = (el) => {
    const group = closest(up(el), (at) => roleOf(at) === "radiogroup");
    if (tagOf(el) !== "input") return group ? [...group.querySelectorAll("[role=radio],input[type=radio]")] : [el];
    const name = attr(el, "name");
    if (!name) return group ? [...group.querySelectorAll("input[type=radio]")] : [el];
    const root = rootOf(el);
    return [...root.querySelectorAll("input[type=radio]")].filter((other) => attr(other, "name") === name && other.form === el.form);
  };
  const common = (elements) => {
    let at = up(elements[0]);
    while (at && !elements.every((el) => at.contains(el))) at = up(at);
    return at;
  };
  // The words over a group of radio buttons: its fieldset or radiogroup, else the last words before the first button.
  const groupLabel = (members) => {
    const owner = closest(up(members[0]), (at) => ["radiogroup", "group"].includes(roleOf(at)) && nameOf(at));
    if (owner && members.every((el) => owner.contains(el))) return nameOf(owner);
    const first = members[0].labels?.[0] ?? members[0];
    for (let at = common(members), steps = 0; at && steps < 3; at = up(at), steps += 1) {
      if (tagOf(at) === "body" || tagOf(at) === "form" && steps > 1) break;
      let last = "";
      for (const child of childrenOf(at)) {
        if (child === first || (child.nodeType === 1 && child.contains(first))) break;
        const text = child.nodeType === 3 ? fold(child.data) : child.nodeType === 1 && !NO_TEXT.has(tagOf(child)) && rendered(child) ? textOf(child) : "";
        if (text) last = text;
      }
      if (last) return last;
    }
    return "";
  };
  const requiredOf = (el) => el.required === true || attr(el, "aria-required") === "true";
  const mainFor = (el) => !!closest(el, (at) => roleOf(at) === "main");

  const kept = [];              // elements of the last look, by index
  const capture = () => {
    kept.length = 0;
    nearby = new WeakMap();
    const headings = [], controls = [], buttons = [], links = [], dialogs = [], texts = [], forms = [], frames = [];
    const seenRadios = new Set();
    let nodes = 0, told = 0, letters = 0, truncated = false, section = "", order = 0;
    const landmarks = [], groups = [], over = [];
    let run = "", runOwner = null, runPlace = null;
    const place = () => ({ landmark: landmarks.at(-1) ?? "", group: groups.at(-1) ?? "", section });
    const tell = (list, el, name, item) => {
      if (told >= LIMIT_ITEMS || letters > LIMIT_TEXT) { truncated = true; return; }
      told += 1;
      item.order = order;
      item.anchor = { ...anchorOf(el, name, place()), dialog: over.at(-1) ?? "" };
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
    const control = (el, kind, role) => {
      if (kind === "radio") {
        if (seenRadios.has(el)) return;
        const members = radioSiblings(el).filter(visibleControl);
        for (const member of members) seenRadios.add(member);
        if (!members.length) return;
        const label = groupLabel(members);
        const owner = closest(up(el), (at) => roleOf(at) === "radiogroup");
        tell(controls, el, label, { label, kind, name: attr(el, "name"), required: members.some(requiredOf) || (!!owner && requiredOf(owner)),
          disabled: members.every((member) => member.disabled === true), readOnly: false, minLength: null, maxLength: null, minimum: "", maximum: "",
          pattern: "", autocomplete: "", placeholder: "", description: "", multiple: false, form: formKey(ownerOf(el)),
          options: members.map((member) => ({ text: nameOf(member), value: tagOf(member) === "input" ? attr(member, "value") : attr(member, "data-value"),
            disabled: member.disabled === true || attr(member, "aria-disabled") === "true" })) });
        return;
      }
      const label = nameOf(el, role);
      tell(controls, el, label, { label, kind, name: attr(el, "name"), required: requiredOf(el),
        disabled: el.disabled === true || attr(el, "aria-disabled") === "true", readOnly: el.readOnly === true || attr(el, "aria-readonly") === "true",
        minLength: limitOf(el, "minlength"), maxLength: limitOf(el, "maxlength"), minimum: attr(el, "min"), maximum: attr(el, "max"),
        pattern: attr(el, "pattern"), autocomplete: attr(el, "autocomplete"), placeholder: fold(attr(el, "placeholder")),
        description: fold(refs(el, "aria-describedby").map((ref) => textOf(ref, { all: true })).join(" ")), multiple: el.multiple === true,
        form: formKey(ownerOf(el)), options: kind === "select" || kind === "combobox" ? optionsOf(el) : [] });
    };
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
          frames.push({ order, index, title: fold(attr(el, "title")), name: attr(el, "name"), src: attr(el, "src"),
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
      if (kind && (shown || tag === "input") && visibleControl(el)) control(el, kind, role);
      else if (shown && (role === "button" || role === "tab" || role === "switch" || tag === "summary") && visible(el)) {
        const said = tag === "input" && held ? fold(held) : nameOf(el, role);
        tell(buttons, el, said, { name: said, kind: buttonKind(el, role), disabled: el.disabled === true || attr(el, "aria-disabled") === "true",
          form: formKey(ownerOf(el)) });
      } else if (shown && (role === "link" || (tag === "a" && (el.onclick || el.hasAttribute("onclick") || el.hasAttribute("tabindex")))) && visible(el)) {
        const said = nameOf(el, "link");
        const href = attr(el, "href").trim();
        let target = "";
        if (href && !href.startsWith("#")) { try { target = new URL(href, document.baseURI).href; } catch { target = href; } }
        tell(links, el, said, { name: said, target, newTab: attr(el, "target").toLowerCase() === "_blank" });
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
    return pack({ url: document.URL, title: fold(document.title), language: attr(root, "lang"), index,
      direction: document.body ? styleOf(document.body).direction : styleOf(root).direction, headings, controls, buttons, links, dialogs, texts, forms,
      frames, truncated });
  };
  // Old libraries put toJSON on prototypes; a page may do so to lie.
  const pack = (value) => {
    const spoiled = [Object.prototype, Array.prototype, String.prototype, Number.prototype].filter((proto) => Object.hasOwn(proto, "toJSON"))
      .map((proto) => [proto, Object.getOwnPropertyDescriptor(proto, "toJSON")]);
    for (const [proto] of spoiled) delete proto.toJSON;
    try { return stringify(value); } finally { for (const [proto, was] of spoiled) Object.defineProperty(proto, "toJSON", was); }
  };

  // -- one search -------------------------------------------------------------------------------------------
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
      case "label": found = fitting(area.filter((el) => isControl(el) && shows(el)), words, (el) => nameOf(el) || groupLabelOf(el));
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
  const groupLabelOf = (el) => "";
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

  // -- rest -------------------------------------------------------------------------------------------------
  let changes = 0;
  const noting = new Observer(() => { changes += 1; });
  const WATCHED = { subtree: true, childList: true, characterData: true, attributes: true };
  noting.observe(document, WATCHED);
  // A navigation to another document has begun; the next request of this tab is its.
  let leavingAt = -1e9, goingTo = "";
  window.navigation?.addEventListener("navigate", (event) => {
    const { url, sameDocument } = event.destination;
    if (sameDocument || event.hashChange || !/^https?:/.test(url)) return;
    leavingAt = now();
    goingTo = url;
  });
  for (const over of ["navigatesuccess", "navigateerror"]) window.navigation?.addEventListener(over, () => { leavingAt = -1e9; });
  const leaving = () => (now() - leavingAt < 2000 ? now() - leavingAt : -1);
  const turn = () => new Promise((done) => { const { port1, port2 } = new Channel(); port1.onmessage = () => { port1.close(); done(); }; port2.postMessage(0); });
  const frame = () => new Promise((done) => { onFrame(done); later(done, 100); });
  // Resolves when the document is ready and nothing changed for a while: a few turns when nothing had moved at all, else two frames.
  const rest = async (limit) => {
    const end = now() + limit;
    let moved = false;
    while (document.readyState !== "complete" && now() < end) { moved = true; await new Promise((done) => { document.addEventListener("readystatechange", done, { once: true }); later(done, 50); }); }
    for (let quiet = 0; now() < end;) {
      const before = changes;
      await (moved ? frame() : turn());
      if (noting.takeRecords().length) changes += 1;
      if (changes !== before) { quiet = 0; moved = true; continue; }
      quiet += 1;
      if (quiet >= (moved ? 2 : 4)) break;
    }
    return [changes, leaving()];
  };
  // Resolves at the next change of the document, or after `limit` milliseconds.
  const change = (since, limit) => new Promise((done) => {
    const end = now() + limit;
    const look = () => { if (changes !== since || now() >= end) done(changes); else later(look, 10); };
    look();
  });

  // -- pressing ---------------------------------------------------------------------------------------------
  const refused = [];
  document.addEventListener("invalid", (event) => { if (!refused.includes(event.target)) refused.push(event.target); }, true);
  const invalid = () => {
    const form = held.at(-1) ? ownerOf(held.at(-1)) : null;
    const said = [...document.querySelectorAll("[aria-invalid=true]")].filter((el) => visible(el) && (!form || ownerOf(el) === form));
    return [...new Set([...refused, ...said])].map((el) => (el.type === "radio" ? groupLabel(radioSiblings(el)) : nameOf(el)) || attr(el, "name"));
  };
  const forget = () => { refused.length = 0; };
  const formFields = (index) => {
    const form = ownerOf(held[index]);
    return form ? [...form.elements].map((el) => attr(el, "name")).filter(Boolean) : [];
  };
  const pick = (index, words, byValue) => {
    const el = held[index];
    if (tagOf(el) !== "select") return -1;
    const options = [...el.options];
    const fits = byValue ? options.filter((option) => words.includes(option.value)) : fitting(options, words, (option) => option.label || option.text);
    return fits.length ? options.indexOf(fits[0]) : -2;
  };
  const entries = (index) => search({ by: "role", role: "option", words: index }).seen.map((el) => { held.push(el); return held.length - 1; });
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
  const mine = Object.freeze({ going: () => goingTo, document: document_, capture, locate, reach, there, rest, change, invalid, forget, formFields, pick, entries, toggled, handleFor,
    element: (index) => held[index], boxes: (indices, name) => (name === document_ ? indices.filter((i) => held[i]?.isConnected).map((i) => boxOf(held[i])) : []) });
  Object.defineProperty(window, key, { value: mine, enumerable: false, configurable: false, writable: false });
}
