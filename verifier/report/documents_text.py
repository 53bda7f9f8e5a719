"""What came of holding the register against the guides' own text, for a person and for other programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from verifier.report.plain import one_line

if TYPE_CHECKING:
    from verifier.compare.documents import DocumentCheck, Gone

Json = str | int | bool | None | list["Json"] | dict[str, "Json"]


def told(check: DocumentCheck, name: str, *, claims: int, lines: bool) -> str:
    """A headline, what is gone, and which sentences no claim covers; with `lines` also where every claim stands."""
    gone = _count(len(check.gone), "thing")
    unspoken = _count(len(check.unspoken), "sentence")
    head = f"{check.guide_id} ({name}): {len(check.located)} of {claims} claims found"
    out = [f"{head}, {gone} gone, {unspoken} that no claim covers"]
    if lines:
        out.extend(f"  {each.claim_id:<9} {_lines(each.lines)}" for each in check.located)
    if check.gone:
        out.append("  no longer in it")
        out.extend(f"    {each.claim_id:<9} {_gone(each)}" for each in check.gone)
    if check.unspoken:
        out.append("  no claim covers")
        for each in check.unspoken:
            why = ", ".join(each.holds)
            out.append(f"    line {each.sentence.line:<4} {each.sentence.fingerprint}  {why}")
            out.append(f"              {one_line(each.sentence.text, 200)}")
    return "\n".join(out)


def _gone(gone: Gone) -> str:
    near = f", looked for near line {gone.near}" if gone.near else ""
    return f'{gone.kind} "{one_line(gone.what, 200)}"{near}'


def _lines(lines: tuple[int, ...]) -> str:
    return f"line{'s' if len(lines) > 1 else ''} {', '.join(str(line) for line in lines)}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def documents_json(checks: tuple[tuple[DocumentCheck, str], ...]) -> str:
    """One object with every guide: where its claims stand, what is gone, and the sentences that no claim covers."""
    guides: list[Json] = [
        {
            "id": check.guide_id,
            "document": name,
            "located": [{"claim": each.claim_id, "lines": list(each.lines)} for each in check.located],
            "gone": [
                {"claim": each.claim_id, "kind": each.kind, "what": each.what, "near": each.near} for each in check.gone
            ],
            "uncovered": [
                {
                    "line": each.sentence.line,
                    "fingerprint": each.sentence.fingerprint,
                    "holds": [reason.value for reason in each.holds],
                    "sentence": each.sentence.text,
                }
                for each in check.unspoken
            ],
        }
        for check, name in checks
    ]
    return json.dumps({"version": 1, "guides": guides}, ensure_ascii=False, indent=2)
