// What the browser gives, taken before the page can put something else in its place; and how far a look goes.

// So that a page of any size is survived: elements told, letters of text, nodes walked; past one of them `truncated` is true.
const LIMIT_ITEMS = 5000, LIMIT_TEXT = 400000, LIMIT_NODES = 60000, NEAR = 200;
const { stringify } = JSON;
const later = window.setTimeout.bind(window), onFrame = window.requestAnimationFrame.bind(window);
const now = performance.now.bind(performance);
const animations = document.getAnimations.bind(document);
const Observer = window.MutationObserver, Channel = window.MessageChannel;
// Old libraries put toJSON on prototypes; a page may do so to lie.
const pack = (value) => {
  const spoiled = [Object.prototype, Array.prototype, String.prototype, Number.prototype].filter((proto) => Object.hasOwn(proto, "toJSON"))
    .map((proto) => [proto, Object.getOwnPropertyDescriptor(proto, "toJSON")]);
  for (const [proto] of spoiled) delete proto.toJSON;
  try { return stringify(value); } finally { for (const [proto, was] of spoiled) Object.defineProperty(proto, "toJSON", was); }
};
