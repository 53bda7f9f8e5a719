// What the page has put off for a moment: a view that comes by a timer of its own, with no request and no motion until then.

// Such a timer is set while the document comes or right after a person acted. One that is set later goes on for ever, as a clock
// or a poll does, and is not waited for; nor is one that lets a person wait for longer.
const AT_ONCE = 100, LONGEST_PUT_OFF = 1000;
const putOff = new Map();
let stirredAt = -1e9;
const stir = (event) => { if (event.isTrusted) stirredAt = now(); };
for (const by of ["load", "pointerdown", "click", "keydown", "input", "change", "submit"]) window.addEventListener(by, stir, { capture: true, passive: true });
const noteTimer = (id, ms) => {
  const at = now();
  if (!(ms <= LONGEST_PUT_OFF) || (document.readyState === "complete" && at - stirredAt > AT_ONCE)) return;
  if (putOff.size > 500) putOff.clear();
  putOff.set(id, at + ms);
};
const timed = (real, then) => new Proxy(real, { apply: (made, self, given) => then(Reflect.apply(made, self, given), given) });
window.setTimeout = timed(window.setTimeout, (id, given) => { noteTimer(id, given[1] === undefined ? 0 : +given[1]); return id; });
window.clearTimeout = timed(window.clearTimeout, (nothing, given) => { putOff.delete(given[0]); return nothing; });
const dueSoon = () => {
  const at = now();
  for (const [id, due] of putOff) if (due <= at) putOff.delete(id);
  return putOff.size > 0;
};
