// When the document is at rest, and when it changes next.

// A style that script has just changed may be a step of a way: script moves things in and out so, a few pixels at a time.
const CLOSE = 100, LONGEST_WAY = 1500;
let changes = 0, steppedAt = -1e9, wayFrom = 0;
const note = (records) => {
  changes += 1;
  if (!records.some((record) => record.attributeName === "style")) return;
  const at = now();
  if (at - steppedAt > CLOSE) wayFrom = at;
  steppedAt = at;
};
const noting = new Observer(note);
const WATCHED = { subtree: true, childList: true, characterData: true, attributes: true };
noting.observe(document, WATCHED);
// The documents in frames of this site are parts of the page: what script builds in them changes nothing outside of them. A new one is a change.
const partOf = new WeakSet();
const innerDocument = (frame) => { try { return frame.contentDocument; } catch { return null; } };
const noteFrames = () => {
  for (const frame of document.getElementsByTagName("iframe")) {
    const inner = innerDocument(frame);
    if (!inner || partOf.has(inner)) continue;
    partOf.add(inner);
    noting.observe(inner, WATCHED);
    changes += 1;
  }
};
// A navigation to another document has begun; the next request of this tab is its.
let leavingAt = -1e9, fetchingAt = -1e9, goingTo = "";
window.navigation?.addEventListener("navigate", (event) => {
  const { url, sameDocument } = event.destination;
  if ((event.downloadRequest ?? null) !== null) fetchingAt = now();
  if (sameDocument || event.hashChange || !/^https?:/.test(url)) return;
  leavingAt = now();
  goingTo = url;
});
for (const over of ["navigatesuccess", "navigateerror"]) window.navigation?.addEventListener(over, () => { leavingAt = -1e9; });
const lately = (at) => (now() - at < 2000 ? now() - at : -1);
const turn = () => new Promise((done) => { const { port1, port2 } = new Channel(); port1.onmessage = () => { port1.close(); done(); }; port2.postMessage(0); });
const frame = () => new Promise((done) => { onFrame(done); later(done, 100); });
// Whether something is on its way in or out. What goes on for ever, or for long, is no way: a spinner, a ticker, a clock.
const onItsWay = () => {
  const at = now();
  if (at - steppedAt < CLOSE && at - wayFrom < LONGEST_WAY) return true;
  return animations().some((one) => {
    const { endTime, delay } = one.effect?.getComputedTiming() ?? {};
    return one.playState === "running" && Number(endTime) - Number(delay) <= LONGEST_WAY && Number(one.currentTime) < Number(endTime);
  });
};
// Resolves when the document is ready and nothing changed for a while: a few turns when nothing had moved at all, else two frames.
// `then`, the name of a function and its arguments, is called in the same breath.
const rest = async (limit, then = null) => {
  const end = now() + limit;
  let moved = false;
  while (document.readyState !== "complete" && now() < end) { moved = true; await new Promise((done) => { document.addEventListener("readystatechange", done, { once: true }); later(done, 50); }); }
  for (let quiet = 0; now() < end;) {
    const before = changes;
    await (moved ? frame() : turn());
    const records = noting.takeRecords();
    if (records.length) note(records);
    noteFrames();
    if (changes !== before || onItsWay() || dueSoon()) { quiet = 0; moved = true; continue; }
    quiet += 1;
    if (quiet >= (moved ? 2 : 4)) break;
  }
  return [changes, lately(leavingAt), lately(fetchingAt), then ? mine[then[0]](...then[1]) : null];
};
// Resolves at the next change of the document, or after `limit` milliseconds.
const change = (since, limit) => new Promise((done) => {
  const end = now() + limit;
  const look = () => { if (changes !== since || now() >= end) done(changes); else later(look, 10); };
  look();
});
