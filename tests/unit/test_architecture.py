"""The house stands: floors, owners of third-party packages, and rooms with a doorplate."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "verifier"

OWNERS = {
    "apprise": {"publish"},
    "cattrs": {"store"},
    "click": {"cli"},
    "cryptography": {"browser"},
    "h11": {"browser"},
    "httpx": {"browser", "publish"},
    "jinja2": {"report"},
    "jsonschema": {"flowfile"},
    "markupsafe": {"report"},
    "playwright": {"browser"},
    "protego": {"manners"},
    "pytest": {"pytest_plugin"},
    "rapidfuzz": {"match"},
    "rich": {"report"},
    "yaml": {"flowfile"},
}


def imports(path):
    """Every package that the module imports, also inside functions and for types."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def room(path):
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def test_imports_keep_every_contract():
    lint_imports = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [lint_imports, "--no-cache", "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_each_third_party_package_is_known_to_its_room_only():
    strangers = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for name in sorted(set(imports(path)) - sys.stdlib_module_names - {"verifier"})
        if room(path) not in OWNERS.get(name, set())
    ]
    assert strangers == []


def test_each_owner_has_a_contract():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    forbidden = {name: set(one["source_modules"]) for one in contracts for name in one.get("forbidden_modules", ())}
    for package, rooms in OWNERS.items():
        assert package in forbidden, f"no contract speaks of {package}"
        assert not forbidden[package] & {f"verifier.{one}" for one in rooms}, f"the owner of {package} is forbidden it"


def test_each_room_opens_with_a_doorplate():
    for init in sorted(PACKAGE.glob("*/__init__.py")):
        text = ast.get_docstring(ast.parse(init.read_text(encoding="utf-8"))) or ""
        missing = [word for word in ("Takes:", "Gives:", "Never:") if word not in text]
        assert not missing, f"{init.relative_to(ROOT)} does not say {missing}"


def test_each_module_says_what_it_is():
    silent = [
        str(path.relative_to(ROOT))
        for path in sorted(PACKAGE.rglob("*.py"))
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_no_room_is_called_a_junk_drawer():
    junk = {
        "utils",
        "util",
        "helpers",
        "common",
        "base",
        "core",
        "misc",
        "manager",
        "handler",
        "processor",
        "data",
        "info",
    }
    assert [str(path.relative_to(ROOT)) for path in PACKAGE.rglob("*") if path.stem in junk] == []
