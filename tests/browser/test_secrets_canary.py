"""A canary in every channel: a page echoes secrets in every way it can, and nothing that is kept or said holds one in any form."""

from __future__ import annotations

import base64
import html as markup
import json
import os
import re
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import quote, quote_plus

import pytest
from tabs import pages

from verifier.model.selector import ByLabel, Selector, Text
from verifier.replay.command import Capture, Locate, TypeInto, Visit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

TYPED = "Wren&7<kestrel>+Ü42"
COOKIE = "s%3Aq8Zr51-heron/77"
TOKEN = "bittern-90210-Xy"  # noqa: S105 - a canary
WRITTEN = "sparrow hawk 77"
SECRETS = (TYPED, COOKIE, "s:q8Zr51-heron/77", TOKEN, WRITTEN)

ECHO = """<!doctype html><html lang=en><meta charset=utf-8><title>Account</title><h1>Account</h1>
<p>Your session is %COOKIE%, stored %TOKEN%.</p><img src="/i.png?%COOKIE%" alt="%COOKIE%"><!-- %COOKIE% -->
<form method=post action="/send?sid=%COOKIE%"><label>Code <input name=code></label><label>Word <input name=word></label>
<select id=choices aria-label=Choices><option value="%COOKIE%">%COOKIE%</option></select><button>Send %COOKIE%</button></form>
<div id=out></div><script>
const out = document.querySelector("#out"), b64 = (t) => btoa(String.fromCharCode(...new TextEncoder().encode(t)));
out.insertAdjacentHTML("beforeend", "<p>Kept: " + localStorage.getItem("authToken") + "</p>");
const say = (v) => {
  const p = (t) => { const el = document.createElement("p"); el.textContent = t; out.append(el); return el; };
  [v, encodeURIComponent(v), JSON.stringify(v), b64(v), b64("x" + v), b64("xy" + v + "z"), v.toUpperCase()].forEach(p);
  p([...new TextEncoder().encode(v)].map((b) => b.toString(16).padStart(2, "0")).join(""));
  const split = p(""); split.append(v.slice(0, 4)); const b = document.createElement("b"); b.textContent = v.slice(4); split.append(b);
  document.title = "Account " + v; location.hash = encodeURIComponent(v);
  const a = document.createElement("a"); a.href = "/go?v=" + encodeURIComponent(v); a.textContent = "Go " + v; a.id = "id-" + v; a.className = v; out.append(a);
  const d = document.createElement("a"); d.href = "data:text/html;base64," + b64("<b>" + v); d.textContent = "Data"; out.append(d);
  const m = document.createElement("a"); m.href = "mailto:" + encodeURIComponent(v) + "@example.org?subject=" + encodeURIComponent(v); m.textContent = "Mail"; out.append(m);
  const h = document.createElement("h2"); h.textContent = v; h.title = v; h.dataset.v = v; out.append(h);
  const o = document.createElement("option"); o.textContent = v; o.value = v; document.querySelector("#choices").append(o);
  const i = document.createElement("input"); i.value = v; i.placeholder = v; i.setAttribute("aria-label", "Mirror " + v); i.name = v; out.append(i);
  const f = document.createElement("iframe"); f.title = "Frame " + v; f.name = v; f.srcdoc = "<h3>Inner</h3><p></p>"; out.append(f);
  f.onload = () => { f.contentDocument.querySelector("p").textContent = v; };
  const s = document.createElement("div"); s.attachShadow({ mode: "open" }).innerHTML = "<button></button>"; s.shadowRoot.querySelector("button").textContent = v; out.append(s);
  console.log(v); console.error(new Error(v)); window.name = v; document.cookie = "echo=" + encodeURIComponent(v); localStorage.setItem("echo", v);
  alert("You typed " + v); setTimeout(() => { throw new Error(v); });
  open("/popup?v=" + encodeURIComponent(v)); fetch("/api?v=" + encodeURIComponent(v), { method: "POST", body: v });
};
for (const field of document.querySelectorAll("form input")) field.addEventListener("change", () => say(field.value));
for (const field of document.querySelectorAll("form input")) field.addEventListener("input", () => say(field.value), { once: true });
</script></html>"""

FLOW = """version: 1
title: Account
site: shop
locales: [en]
signed_in: {env: SHOP_STATE}
steps:
  - id: open
    goto: %URL%/start
    expect:
      - heading: Not this one
      - text: Nor this text
  - id: code
    fill: {label: Code, value: {env: SHOP_CODE}}
    expect:
      - text: Nothing like it
      - link: {name: Go there, target: "%URL%/else"}
      - field: {label: Mirror, required: true}
  - id: word
    fill: {label: Word, value: sparrow hawk 77, secret: true}
    optional: true
  - id: send
    submit: {css: "form > button"}
    expect:
      - outcome: {mail_draft: {to: support@example.org}}
"""


def forms(secret):
    raw = secret.encode()
    yield from (secret, secret.upper(), secret.lower(), quote(secret, safe=""), quote(secret), quote_plus(secret))
    yield from (json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1])
    yield from (markup.escape(secret), raw.hex(), raw.hex().upper())
    for shift in range(3):
        text = base64.b64encode(b"\0" * shift + raw).decode().rstrip("=")
        inner = text[(shift * 8 + 5) // 6 : (shift + len(raw)) * 8 // 6]
        yield from (inner, inner.replace("+", "-").replace("/", "_"))


def leaks(text):
    folded = text.casefold()
    return sorted({form for secret in SECRETS for form in forms(secret) if form.casefold() in folded})


@pytest.fixture
def shop(tmp_path):
    """A site on loopback that knows the cookie, the flow that visits it, and the state of somebody who is signed in."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_GET(self):
            cookie = dict(
                part.strip().split("=", 1) for part in self.headers.get("cookie", "").split(";") if "=" in part
            )
            sid = cookie.get("sid", "")
            if self.path == "/start":
                self.send_response(302)
                self.send_header("location", f"/page?sid={quote(sid)}")
            elif self.path == "/robots.txt":
                self.send_response(404)
            else:
                self.send_response(200)
                self.send_header("content-type", "text/html; charset=utf-8")
                self.send_header("content-language", sid)
                self.send_header("x-cache", sid)
            body = (
                ECHO.replace("%COOKIE%", markup.escape(sid)).replace("%TOKEN%", TOKEN).encode()
                if self.path.startswith("/page")
                else b""
            )
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True, kwargs={"poll_interval": 0.05}).start()
    url = f"http://127.0.0.1:{server.server_address[1]}"
    folder = tmp_path / "flows" / "shop"
    folder.mkdir(parents=True)
    (folder / "site.yaml").write_text('version: 1\ntitle: Shop\nhosts: ["127.0.0.1"]\npace: 0s\n', "utf-8")
    (folder / "labels.yaml").write_text("version: 1\nlabels: {}\n", "utf-8")
    (folder / "account.yaml").write_text(FLOW.replace("%URL%", url), "utf-8")
    cookie = {
        "name": "sid",
        "value": COOKIE,
        "domain": "127.0.0.1",
        "path": "/",
        "expires": -1,
        "httpOnly": True,
        "secure": False,
        "sameSite": "Lax",
    }
    stored = {"origin": url, "localStorage": [{"name": "authToken", "value": TOKEN}]}
    state = tmp_path / "state.json"
    state.write_text(json.dumps({"cookies": [cookie], "origins": [stored]}), "utf-8")
    yield tmp_path, {"SHOP_STATE": str(state), "SHOP_CODE": TYPED}
    server.shutdown()
    server.server_close()


def test_no_channel_of_a_run_holds_a_secret_in_any_form(shop):
    folder, environment = shop
    command = [sys.executable, "-m", "verifier", "run", "--confirm", "0", "--output", str(folder / "out")]
    ended = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **environment, "VERIFIER_TRACEBACK": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode in (1, 3), ended.stdout + ended.stderr
    assert leaks(ended.stdout + ended.stderr) == []
    files = [path for path in (folder / "out").rglob("*") if path.is_file()]
    assert {"journal.jsonl", "report.json", "junit.xml", "index.html", "summary.md"} <= {path.name for path in files}
    journal = next(path for path in files if path.name == "journal.jsonl").read_text("utf-8")
    assert "[redacted]" in journal
    for way in (
        "You typed [redacted]",
        "/go?v=[redacted]",
        "Mirror [redacted]",
        "Frame [redacted]",
        "stored [redacted]",
        "RequestHeld",
    ):
        assert way in journal, f"the page's echo by way of {way!r} was not even seen"
    assert {path.name: found for path in files if (found := leaks(path.read_bytes().decode("utf-8", "replace")))} == {}
    # What a report embeds in itself, unpacked once.
    for path in files:
        for packed in re.findall(r"base64,([A-Za-z0-9+/=]{16,})", path.read_bytes().decode("utf-8", "replace")):
            assert leaks(base64.b64decode(packed + "==").decode("utf-8", "replace")) == []


def test_a_picture_is_painted_over_where_a_secret_stands(open_tab, beside):
    """The page is black on white; where the secret stands, every point is of the colour of the veil."""
    body = (
        "<!doctype html><html lang=en><title>T</title><body style='margin:0;background:#fff'>"
        "<label>Code <input name=code style='position:absolute;left:100px;top:100px;width:200px;height:40px;border:0;background:#0f0'></label>"
        "<div id=a style='position:absolute;left:100px;top:200px;width:200px;height:40px;background:#0f0'></div>"
        "<textarea id=b style='position:absolute;left:100px;top:300px;width:200px;height:40px;border:0;padding:0;background:#0f0'></textarea>"
        "<style>#c::after{content:attr(data-v)}</style><div id=c style='position:absolute;left:100px;top:400px;width:200px;height:40px;background:#0f0'></div>"
        "<canvas id=d style='position:absolute;left:100px;top:500px;width:200px;height:40px;background:#0f0'></canvas>"
        "<div id=e style='position:absolute;left:100px;top:600px;width:200px;height:40px;background:#0f0'>Nothing to hide</div>"
        "<script>document.querySelector('input').oninput = (e) => { const v = e.target.value;"
        "document.querySelector('#a').innerHTML = v.slice(0, 3) + '<i>' + v.slice(3) + '</i>'; document.querySelector('#b').value = 'x' + v;"
        "document.querySelector('#c').dataset.v = v; document.querySelector('#d').getContext('2d').fillText(v, 10, 50); };</script>"
    )
    hand = open_tab(pages(index=body))
    hand(Visit("https://www.example.org/", 10_000))
    field = hand(Locate(Selector(ByLabel(Text(("Code",)))), 2000))
    hand(TypeInto(field.handle, "plover 31 nest", secret=True, timeout_ms=2000))
    taken = hand(Capture((), picture=True, timeout_ms=3000)).picture
    data = "data:image/jpeg;base64," + base64.b64encode(hand.pictures[taken.digest][0]).decode()
    reading = """async (data) => { const image = new Image(); image.src = data; await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height), paint = canvas.getContext("2d"); paint.drawImage(image, 0, 0);
      return [100, 200, 300, 400, 500, 600].map((top) => { const points = paint.getImageData(102, top + 2, 196, 36).data; let most = 0;
        for (let i = 1; i < points.length; i += 4) most = Math.max(most, points[i]); return most; }); }"""
    brightest = beside.run(hand.page.evaluate(reading, data))
    assert [value < 90 for value in brightest] == [True, True, True, True, True, False], brightest
