"""What a site file declares as known and no flow of the site needs, or that is over: only a whole run can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.compare.draft import fingerprint_of
from verifier.compare.ignoring import is_over, reason_of, words_of
from verifier.compare.rules import level_of
from verifier.compare.sentences import sentence, suggestion
from verifier.model.finding import Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from verifier.model.finding import Verdict
    from verifier.model.flow import Flow, Ignore, Site


def site_findings(
    judged: Sequence[tuple[Flow, Verdict]], every: Collection[str], *, on: date | None, against: str
) -> tuple[Finding, ...]:
    """A note for each ignore of a site file that is over on the day `on`, or that no flow of the site had anything for.

    `every` are the keys of all flows of these sites: where one was not judged, or cannot say (`Verdict.ignored`), an unused ignore
    is not told, for that flow may need it. `against` is `live` or `replica <edition>`.
    """
    sites: dict[str, list[tuple[Flow, Verdict]]] = {}
    for flow, verdict in judged:
        sites.setdefault(flow.site.id, []).append((flow, verdict))
    found = []
    for site_id, flows in sites.items():
        site = flows[-1][0].site
        keys = {key for key in every if key.partition("/")[0] == site_id}
        whole = bool(keys) and keys <= {flow.key for flow, _ in flows}
        # Where flows were judged by site files that differ, a place says nothing.
        known = whole and all(
            verdict.ignored is not None and flow.site.ignore == site.ignore for flow, verdict in flows
        )
        used = {place for _, verdict in flows for place in verdict.ignored or ()}
        for ignore in site.ignore:
            if is_over(ignore, on):
                found.append(_finding(Rule.IGNORE_EXPIRED, site, ignore, ()))
            elif known and ignore.place not in used:
                seen = f"All {len(flows)} flows of {site.id} were seen whole, and none had anything to ignore."
                where = (
                    ()
                    if against == "live"
                    else (f"They were played against {against}; look whether the live site needs it.",)
                )
                found.append(_finding(Rule.IGNORE_UNUSED, site, ignore, (seen, *where)))
    return tuple(found)


def _sentence(rule: Rule, site: Site, ignore: Ignore, words: str) -> str:
    if rule is Rule.IGNORE_UNUSED:
        return f"No flow of {site.id} had anything to ignore: {words} ({ignore.reason}). Remove it from the site file."
    return sentence(rule, words, ignore.until, f"{words} ({ignore.reason})", blocks=False)


def _finding(rule: Rule, site: Site, ignore: Ignore, evidence: tuple[str, ...]) -> Finding:
    words = words_of(ignore)
    subject = f"ignore {words} of {site.id}"
    return Finding(
        # Two that leave the same untold are told apart by why.
        fingerprint=fingerprint_of(site.id, "", rule, subject, ignore.reason),
        rule=rule,
        level=level_of(rule, claimed=False, blocks=False),
        sentence=_sentence(rule, site, ignore, words),
        expected="",
        actual=words,
        flow_id="",
        locale="",
        step_id="",
        place=ignore.place,
        subject=subject,
        evidence=(reason_of(ignore), *evidence),
        suggestion=suggestion(rule, ignore.until, words, blocks=False),
    )
