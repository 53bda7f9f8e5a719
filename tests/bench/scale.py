"""How a run grows with its flows: time, memory, report and history, from ten to a thousand.

    python tests/bench/scale.py [--flows 10,100,1000] [--jobs 2] [--keep FOLDER]

For each number a project is generated (ten sites, a page, a guide's sentence and a flow each, one flow in ten finds its sentence gone)
and played by `verifier run --replica today` in a process of its own, with every report and the history. Memory is the highest
resident size of the verifier's own process; of all that it starts (Playwright's server, the browser) the largest is told apart. What is flat costs the same for each flow, and its last
column stays near 1.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SITES = 10
_PROGRAM = """
import atexit, resource, runpy

def note():
    sizes = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    with open("memory", "w", encoding="utf-8") as file:
        print(*sizes, file=file)

atexit.register(note)
runpy.run_module("verifier", run_name="__main__", alter_sys=True)
"""
"""The verifier's command line, which notes at its end how large it and its children were, in kB."""
WORDS = ("account", "order", "refund", "delivery", "password", "invoice", "return", "voucher", "address", "complaint")


def generate(project: Path, count: int) -> None:
    """A project of so many flows on replicas."""
    flows = project / "flows"
    (flows / "guides").mkdir(parents=True)
    for site in range(min(SITES, count)):
        name, host = f"shop-{site}", f"shop-{site}.example.org"
        pages = flows / name / "replica" / "pages"
        pages.mkdir(parents=True)
        (flows / name / "site.yaml").write_text(f"version: 1\ntitle: Shop {site}\nhosts: [{host}]\n", encoding="utf-8")
        (pages / "none.html").write_text("<title>Nothing here</title>", encoding="utf-8")
        (pages.parent / "texts").mkdir()
        (pages.parent / "texts" / "en.yaml").write_text("title: Shop\n", encoding="utf-8")
        routes, claims = [], []
        for number in range(site, count, SITES):
            routes += [
                f"      - {{path: /help/{number}, file: help-{number}.html}}",
                f"      - {{path: /contact/{number}, file: contact-{number}.html}}",
            ]
            claims.append(
                f"  - {{id: SHOP-{site}.{number}, where: Step {number}, says: The page on {_subject(number)} is there, check: page}}"
            )
            (pages / f"help-{number}.html").write_text(_help(number), encoding="utf-8")
            (pages / f"contact-{number}.html").write_text(_contact(number), encoding="utf-8")
            (flows / name / f"flow-{number:04}.yaml").write_text(_flow(name, host, number, site), encoding="utf-8")
        (flows / name / "replica" / "routes.yaml").write_text(
            f"version: 1\nhosts: [{host}]\nstart: https://{host}/\nnot_found: none.html\nlanguages:\n  parameters: [lang]\n  locales: {{en: en}}\neditions:\n  today:\n    says: As it is\n    routes:\n"
            + "\n".join(routes)
            + "\n",
            encoding="utf-8",
        )
        (flows / "guides" / f"guide-{site}.yaml").write_text(
            f"version: 1\ntitle: How to ask shop {site}\nlanguage: en\ndirection: ltr\nclaims:\n"
            + "\n".join(claims)
            + "\n",
            encoding="utf-8",
        )


def _subject(number: int) -> str:
    return f"{WORDS[number % len(WORDS)]} {number}"


def _help(number: int) -> str:
    rows = "".join(f"<li>Answer {row} about {_subject(number)}</li>" for row in range(20))
    return f"<!doctype html><html lang=en><title>Help {number}</title><h1>Help with {_subject(number)}</h1><ul>{rows}</ul><a href=/contact/{number}>Contact us</a>"


def _contact(number: int) -> str:
    return (
        f"<!doctype html><html lang=en><title>Contact {number}</title><h1>Contact about {_subject(number)}</h1><form>"
        "<label>E-mail <input type=email required></label><label>Question <textarea></textarea></label><button>Send</button></form>"
    )


def _flow(site: str, host: str, number: int, guide: int) -> str:
    wanted = _subject(number) if number % 10 else f"{_subject(number)} by telephone"
    return f"""version: 1
title: Ask about {_subject(number)}
site: {site}
locale: en
steps:
  - id: open
    goto: https://{host}/help/{number}
    expect:
      - heading: Help with {_subject(number)}
  - id: contact
    click: {{role: link, name: Contact us}}
    expect:
      - heading: Contact about {wanted}
        claims: [SHOP-{guide}.{number}]
"""


def measure(count: int, jobs: int, keep: Path | None) -> dict[str, float]:
    """Figures of one run."""
    project = Path(tempfile.mkdtemp(prefix=f"scale-{count}-"))
    try:
        generate(project, count)
        started = time.monotonic()
        process = subprocess.run(
            [sys.executable, "-c", _PROGRAM, "run", "--replica", "today", "--jobs", str(jobs), "--confirm", "0"],
            cwd=project, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
        )  # fmt: skip
        took = time.monotonic() - started
        own, others = (int(number) / 1024 for number in (project / "memory").read_text(encoding="utf-8").split())
        run = (project / "reports" / "latest").resolve()
        told = json.loads((run / "report.json").read_text(encoding="utf-8"))
        assert process.returncode == 1, process.returncode
        assert told["summary"]["flows"]["broken"] == len(range(0, count, 10)), told["summary"]
        played = told["run"]["durationMs"] / 1000
        figures = {
            "flows": count,
            "seconds": took,
            "flows per second": count / took,
            "after the last flow, seconds": took - played,
            "memory MB": own,
            "memory of the browser's largest process MB": others,
            "page MB": _size(run / "index.html"),
            "pages beside it MB": sum(_size(path) for path in run.glob("*-*.html")),
            "other reports MB": sum(
                _size(run / name) for name in ("report.json", "junit.xml", "summary.md", "findings.sarif")
            ),
            "journal MB": _size(run / "journal.jsonl"),
            "pictures MB": sum(_size(path) for path in (run / "blobs").iterdir()),
            "history MB": _size(project / "reports" / "history.sqlite"),
        }
        if keep is not None:
            shutil.copytree(run, keep / f"scale-{count}", dirs_exist_ok=True)
        return figures
    finally:
        shutil.rmtree(project)


def _size(path: Path) -> float:
    return path.stat().st_size / 1e6 if path.is_file() else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--flows", default="10,100,1000")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="copy the runs there, to look at their reports")
    given = parser.parse_args()
    rows = [measure(int(count), given.jobs, given.keep) for count in given.flows.split(",")]
    print(f"{'':44}" + "".join(f"{row['flows']:>10.0f}" for row in rows) + "   growth a flow, last two")
    for name in list(rows[0])[1:]:
        growth = ""
        if len(rows) > 1 and rows[-2][name]:
            per_flow = (rows[-1][name] / rows[-1]["flows"]) / (rows[-2][name] / rows[-2]["flows"])
            growth = f"{per_flow:>10.2f}"
        print(f"{name:44}" + "".join(f"{row[name]:>10.2f}" for row in rows) + growth)


if __name__ == "__main__":
    main()
