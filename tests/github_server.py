"""A GitHub for tests: issues, labels, pull requests and git data over real HTTP on loopback, with faults on demand."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

REPOSITORY = "octo/guides"
TOKEN = "CANARY-token-0123456789"  # noqa: S105 - of nobody


@dataclass
class Fault:
    """The next `times` requests that fit are answered so, and do nothing."""

    method: str
    path: str
    status: int
    headers: dict = field(default_factory=dict)
    body: object = None
    times: int = 1


@dataclass
class Hub:
    """What the repository holds, and what was asked of it."""

    url: str = ""
    issues: dict = field(default_factory=dict)
    comments: dict = field(default_factory=dict)
    labels: dict = field(default_factory=dict)
    pulls: dict = field(default_factory=dict)
    objects: dict = field(default_factory=dict)
    refs: dict = field(default_factory=dict)
    faults: list = field(default_factory=list)
    log: list = field(default_factory=list)
    page: int = 100
    may_draft: bool = True

    def __post_init__(self):
        tree = self.keep({"flows/README.md": self.keep(b"read me".hex())})
        self.refs["heads/main"] = self.keep({"tree": tree, "parents": [], "message": "Begin"})

    def keep(self, thing):
        mark = hashlib.sha1(json.dumps(thing, sort_keys=True).encode(), usedforsecurity=False).hexdigest()
        self.objects[mark] = thing
        return mark

    def writes(self):
        return [f"{method} {path}" for method, path, _ in self.log if method != "GET"]

    def fresh_log(self):
        self.log.clear()
        return self

    def open_issues(self):
        return [issue for issue in self.issues.values() if issue["state"] == "open"]

    def answer(self, method, path, query, body):
        for fault in self.faults:
            if fault.times and fault.method == method and re.fullmatch(fault.path, path):
                fault.times -= 1
                return fault.status, fault.body or {"message": "a fault"}, fault.headers
        for way, pattern, act in ROUTES:
            found = re.fullmatch(pattern, path)
            if way == method and found:
                return act(self, *found.groups(), query=query, body=body)
        return 404, {"message": "Not Found"}, {}

    def listed(self, things, query, path):
        size = min(int(query.get("per_page", 30)), self.page)
        number = int(query.get("page", 1))
        words = "&".join(f"{name}={value}" for name, value in query.items() if name != "page")
        more = number * size < len(things)
        link = {"Link": f'<{self.url}/repos/{REPOSITORY}/{path}?{words}&page={number + 1}>; rel="next"'} if more else {}
        return 200, things[(number - 1) * size : number * size], link


def list_issues(hub, *, query, body):
    wanted = set(filter(None, query.get("labels", "").split(",")))
    state = query.get("state", "open")
    found = [
        issue for issue in reversed(hub.issues.values())
        if state in ("all", issue["state"]) and wanted <= {label["name"] for label in issue["labels"]}
    ]  # fmt: skip
    return hub.listed(found, query, "issues")


def create_issue(hub, *, query, body):
    if len(body["body"]) > 65_536:
        return 422, {"message": "body is too long (maximum is 65536 characters)"}, {}
    number = len(hub.issues) + len(hub.pulls) + 1
    hub.issues[number] = {"number": number, "state": "open", "state_reason": None, **body, "labels": named(body)}
    return 201, hub.issues[number], {}


def named(body):
    return [{"name": label} for label in body["labels"]]


def change_issue(hub, number, *, query, body):
    issue = hub.issues[int(number)]
    issue.update({**body, "labels": named(body)} if "labels" in body else body)
    return 200, issue, {}


def comment(hub, number, *, query, body):
    hub.comments.setdefault(int(number), []).append(body["body"])
    return 201, {"id": 1}, {}


def create_label(hub, *, query, body):
    if body["name"].casefold() in {name.casefold() for name in hub.labels}:
        return 422, {"message": "Validation Failed", "errors": [{"code": "already_exists"}]}, {}
    hub.labels[body["name"]] = body
    return 201, body, {}


def get_ref(hub, name, *, query, body):
    if name not in hub.refs:
        return 404, {"message": "Not Found"}, {}
    return 200, {"ref": f"refs/{name}", "object": {"sha": hub.refs[name], "type": "commit"}}, {}


def get_commit(hub, mark, *, query, body):
    commit = hub.objects[mark]
    return 200, {"sha": mark, "tree": {"sha": commit["tree"]}, "message": commit["message"]}, {}


def create_blob(hub, *, query, body):
    return 201, {"sha": hub.keep(base64.b64decode(body["content"]).hex())}, {}


def create_tree(hub, *, query, body):
    tree = dict(hub.objects[body["base_tree"]])
    for entry in body["tree"]:
        if entry["sha"] is None:
            tree.pop(entry["path"], None)
        else:
            tree[entry["path"]] = entry["sha"]
    return 201, {"sha": hub.keep(tree)}, {}


def create_commit(hub, *, query, body):
    return 201, {"sha": hub.keep(body)}, {}


def create_ref(hub, *, query, body):
    hub.refs[body["ref"].removeprefix("refs/")] = body["sha"]
    return 201, {}, {}


def change_ref(hub, name, *, query, body):
    hub.refs[name] = body["sha"]
    return 200, {}, {}


def list_pulls(hub, *, query, body):
    branch = query["head"].partition(":")[2]
    return hub.listed([pull for pull in hub.pulls.values() if pull["head"] == branch and pull["state"] == "open"], query, "pulls")  # fmt: skip


def create_pull(hub, *, query, body):
    if body.get("draft") and not hub.may_draft:
        return 422, {"message": "Draft pull requests are not supported in this repository."}, {}
    number = len(hub.issues) + len(hub.pulls) + 1
    hub.pulls[number] = {"number": number, "state": "open", **body}
    return 201, hub.pulls[number], {}


def change_pull(hub, number, *, query, body):
    hub.pulls[int(number)].update(body)
    return 200, hub.pulls[int(number)], {}


ROUTES = (
    ("GET", "", lambda hub, *, query, body: (200, {"default_branch": "main"}, {})),
    ("GET", "issues", list_issues),
    ("POST", "issues", create_issue),
    ("PATCH", r"issues/(\d+)", change_issue),
    ("POST", r"issues/(\d+)/comments", comment),
    ("GET", "labels", lambda hub, *, query, body: hub.listed(list(hub.labels.values()), query, "labels")),
    ("POST", "labels", create_label),
    ("GET", "git/ref/(.+)", get_ref),
    ("GET", "git/commits/(.+)", get_commit),
    ("POST", "git/blobs", create_blob),
    ("POST", "git/trees", create_tree),
    ("POST", "git/commits", create_commit),
    ("POST", "git/refs", create_ref),
    ("PATCH", "git/refs/(.+)", change_ref),
    ("GET", "pulls", list_pulls),
    ("POST", "pulls", create_pull),
    ("PATCH", r"pulls/(\d+)", change_pull),
)


@contextmanager
def serving():
    """A `Hub` that answers at `hub.url` until the block ends."""
    hub = Hub()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body in one packet, else each answer waits 40 ms

        def handle_any(self):
            split = urlsplit(self.path)
            sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            body = json.loads(sent) if sent else None
            path = split.path.removeprefix(f"/repos/{REPOSITORY}").removeprefix("/")
            hub.log.append((self.command, path, body))
            query = {name: values[-1] for name, values in parse_qs(split.query).items()}
            if self.headers.get("Authorization") != f"Bearer {TOKEN}":
                status, plain, headers = 401, {"message": "Bad credentials"}, {}
            else:
                status, plain, headers = hub.answer(self.command, path, query, body)
            content = plain if isinstance(plain, bytes) else json.dumps(plain).encode()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PATCH = handle_any  # noqa: N815 - the names that the server looks for

        def log_message(self, *words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    hub.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
