"""`verifier login`: what a person does in the window is kept, privately, and outside of repositories."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import pytest

from verifier.errors import UsageError
from verifier.store.private import refuse_in_a_repository, write_private

pytestmark = pytest.mark.browser


@pytest.fixture
def site(tmp_path):
    """A site on loopback whose page sends its sign-in form by itself, in the place of a person."""
    signed_in = Event()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def answer(self, status, headers, body=b""):
            self.send_response(status)
            for name, value in {"content-length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self):
            if self.path == "/":
                form = b"<form method=post action=/in><input name=who value=me></form><script>document.forms[0].submit()</script>"
                return self.answer(200, {"content-type": "text/html"}, form)
            if "sid=" in self.headers.get("cookie", ""):
                signed_in.set()
            return self.answer(
                200, {"content-type": "text/html"}, b"<script>localStorage.setItem('token', 'tok-1')</script>"
            )

        def do_POST(self):
            self.rfile.read(int(self.headers["content-length"]))
            self.answer(303, {"location": "/home", "set-cookie": "sid=abc123; HttpOnly"})

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True, kwargs={"poll_interval": 0.05}).start()
    folder = tmp_path / "flows" / "shop"
    folder.mkdir(parents=True)
    (folder / "site.yaml").write_text('version: 1\ntitle: Shop\nhosts: ["127.0.0.1"]\n', "utf-8")
    (folder / "labels.yaml").write_text("version: 1\nlabels: {}\n", "utf-8")
    (folder / "a.yaml").write_text(
        "version: 1\ntitle: A\nsite: shop\nlocales: [en]\nsigned_in: {env: SHOP_STATE}\n"
        "steps:\n  - id: open\n    goto: http://127.0.0.1/\n    expect:\n      - heading: A\n",
        "utf-8",
    )
    yield tmp_path, f"http://127.0.0.1:{server.server_address[1]}/", signed_in
    server.shutdown()
    server.server_close()


def test_a_person_signs_in_and_the_state_is_kept_for_that_person_alone(site):
    folder, url, signed_in = site
    command = [sys.executable, "-m", "verifier", "login", "shop", "--url", url, "--headless"]
    home = {**os.environ, "XDG_STATE_HOME": str(folder / "state")}
    with subprocess.Popen(
        command, cwd=folder, env=home, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert signed_in.wait(60), "the form was not sent"
        said, talk = running.communicate("\n", timeout=60)
    path = folder / "state" / "help-flow-verifier" / "shop.json"
    assert running.returncode == 0, talk
    assert said == f"export SHOP_STATE={path}\n"
    assert "nothing is held back" in talk
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    state = json.loads(path.read_text("utf-8"))
    assert [(cookie["name"], cookie["value"]) for cookie in state["cookies"]] == [("sid", "abc123")]
    assert "abc123" not in said + talk


def test_a_site_that_there_is_not_is_told_with_the_nearest_name(site):
    command = [sys.executable, "-m", "verifier", "login", "shpo", "--headless"]
    ended = subprocess.run(command, cwd=site[0], capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "did you mean `shop`?" in ended.stderr


def test_a_state_is_not_written_where_git_would_take_it_up(tmp_path):
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / ".gitignore").write_text("private/\n", "utf-8")
    with pytest.raises(UsageError, match="git repository"):
        refuse_in_a_repository(tmp_path / "deep" / "state.json")
    refuse_in_a_repository(tmp_path / "private" / "state.json")


def test_a_state_that_was_readable_by_others_no_longer_is(tmp_path):
    path = tmp_path / "state.json"
    path.write_text("old", "utf-8")
    path.chmod(0o644)
    write_private(path, "new")
    assert (path.read_text("utf-8"), stat.S_IMODE(path.stat().st_mode)) == ("new", 0o600)
    assert list(tmp_path.iterdir()) == [path]
