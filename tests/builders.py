"""Small builders of the model's values: say what a test is about and leave the rest to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.model.action import Click, Goto
from verifier.model.expectation import Expectation, ExpectText
from verifier.model.finding import ClaimState, ClaimVerdict, Finding, Level, Proof, Rule, Status, Verdict
from verifier.model.flow import Flow, Site, Step
from verifier.model.guide import CheckKind, Claim, Guide
from verifier.model.observation import Anchor, Box, DocumentAnswer, Observation, PictureRef, Snapshot
from verifier.model.place import Place
from verifier.model.report import ClaimReport, Correction, FlowReport, GuideReport, Report, StepReport
from verifier.model.run import Done, Outcome, Relocation
from verifier.model.selector import ByRole, Selector, Text

if TYPE_CHECKING:
    from verifier.model.action import Action
    from verifier.model.expectation import Expected
    from verifier.model.flow import Allowance

ANYWHERE = Place(file="flows/whatsapp/contact.yaml", line=1, column=1, end_line=1, end_column=2)


def a_place(line: int = 1, *, file: str = "flows/whatsapp/contact.yaml", column: int = 1, length: int = 10) -> Place:
    return Place(file=file, line=line, column=column, end_line=line, end_column=column + length)


def a_text(*wordings: str, label_id: str | None = None) -> Text:
    return Text(wordings or ("Contact us",), label_id)


def a_selector(role: str = "link", name: str = "Contact us") -> Selector:
    return Selector(ByRole(role, Text((name,))))


def an_anchor(tag: str = "a", *, box: Box | None = None, name: str = "") -> Anchor:
    return Anchor(tag=tag, name=name, box=box)


def an_expectation(
    expected: Expected | None = None,
    *,
    id: str = "text:hello",  # noqa: A002 - the model's word
    claims: tuple[str, ...] = (),
    absent: bool = False,
    line: int = 1,
) -> Expectation:
    return Expectation(
        id=id, expected=expected or ExpectText(Text(("hello",))), place=a_place(line), claims=claims, absent=absent
    )


def a_step(
    id: str = "open",  # noqa: A002 - the model's word
    action: Action | None = None,
    *,
    line: int = 1,
    title: str = "",
    claims: tuple[str, ...] = (),
    expect: tuple[Expectation, ...] = (),
    optional: bool = False,
) -> Step:
    return Step(
        id=id,
        action=action or Goto("https://www.example.org/"),
        place=a_place(line),
        title=title,
        claims=claims,
        expect=expect,
        optional=optional,
    )


def a_click(role: str = "link", name: str = "Contact us") -> Click:
    return Click(a_selector(role, name))


def a_site(id: str = "whatsapp", title: str = "WhatsApp", hosts: tuple[str, ...] = ("www.whatsapp.com",)) -> Site:  # noqa: A002
    return Site(id=id, title=title, hosts=hosts)


def a_flow(
    id: str = "whatsapp/contact",  # noqa: A002 - the model's word
    *,
    locale: str = "en",
    title: str = "Ask support on the web",
    steps: tuple[Step, ...] | None = None,
    claims: tuple[str, ...] = (),
    site: Site | None = None,
    tags: tuple[str, ...] = (),
    allow: tuple[Allowance, ...] = (),
) -> Flow:
    return Flow(
        id=id,
        title=title,
        site=site or a_site(id.partition("/")[0]),
        locale=locale,
        place=a_place(file=f"flows/{id}.yaml"),
        steps=(a_step(),) if steps is None else steps,
        claims=claims,
        tags=tags,
        allow=allow,
    )


def a_snapshot(
    id: str = "s1",  # noqa: A002 - the model's word
    *,
    url: str = "https://www.example.org/",
    title: str = "Example",
    language: str = "en",
    direction: str = "ltr",
) -> Snapshot:
    return Snapshot(id=id, url=url, title=title, language=language, direction=direction)


def a_picture(
    digest: str = "0" * 64, *, width: int = 1280, height: int = 900, media_type: str = "image/webp"
) -> PictureRef:
    return PictureRef(digest=digest, media_type=media_type, width=width, height=height)


def a_proof(picture: PictureRef | None = None, box: Box | None = None) -> Proof:
    return Proof(picture or a_picture(), box)


def an_observation(
    snapshot_id: str = "s1",
    *,
    picture: PictureRef | None = None,
    target: Anchor | None = None,
    answer: DocumentAnswer | None = None,
) -> Observation:
    return Observation(snapshot_id=snapshot_id, picture=picture, target=target, answer=answer)


def a_finding(
    rule: Rule = Rule.BUTTON_RENAMED,
    *,
    fingerprint: str = "00000000000000aa",
    level: Level = Level.DRIFTED,
    sentence: str = "The button Send Question is now called Next Step.",
    expected: str = "Send Question",
    actual: str = "Next Step",
    flow_id: str = "whatsapp/contact",
    locale: str = "en",
    step_id: str = "open",
    line: int = 10,
    subject: str = "button Send Question",
    claims: tuple[str, ...] = (),
    guides: tuple[str, ...] = (),
    evidence: tuple[str, ...] = (),
    suggestion: str = "",
    follows: str | None = None,
    before: Proof | None = None,
    after: Proof | None = None,
) -> Finding:
    return Finding(
        fingerprint=fingerprint,
        rule=rule,
        level=level,
        sentence=sentence,
        expected=expected,
        actual=actual,
        flow_id=flow_id,
        locale=locale,
        step_id=step_id,
        place=a_place(line, file=f"flows/{flow_id}.yaml"),
        subject=subject,
        claims=claims,
        guides=guides,
        evidence=evidence,
        suggestion=suggestion,
        follows=follows,
        before=before,
        after=after,
    )


def a_verdict(
    flow: Flow,
    status: Status = Status.VERIFIED,
    *,
    because: str = "Every sentence holds and nothing moved.",
    findings: tuple[Finding, ...] = (),
    claims: tuple[ClaimState, ...] = (),
) -> Verdict:
    return Verdict(
        flow_id=flow.id, locale=flow.locale, status=status, because=because, findings=findings, claims=claims
    )


def a_step_report(
    step: Step | None = None,
    outcome: Outcome | None = None,
    *,
    observation: Observation | None = None,
    relocation: Relocation | None = None,
    duration_ms: int = 120,
) -> StepReport:
    return StepReport(
        step=step or a_step(),
        outcome=outcome or Done(),
        observation=observation,
        relocation=relocation,
        duration_ms=duration_ms,
    )


def a_flow_report(
    flow: Flow | None = None,
    status: Status = Status.VERIFIED,
    *,
    because: str = "Every sentence holds and nothing moved.",
    findings: tuple[Finding, ...] = (),
    claims: tuple[ClaimState, ...] = (),
    steps: tuple[StepReport, ...] | None = None,
    snapshots: tuple[Snapshot, ...] | None = None,
    duration_ms: int = 1200,
    attempts: int = 1,
) -> FlowReport:
    flow = flow or a_flow()
    if steps is None:
        steps = tuple(a_step_report(step, observation=an_observation()) for step in flow.steps)
    return FlowReport(
        flow=flow,
        verdict=a_verdict(flow, status, because=because, findings=findings, claims=claims),
        steps=steps,
        snapshots=(a_snapshot(),) if snapshots is None else snapshots,
        duration_ms=duration_ms,
        attempts=attempts,
    )


def a_claim(
    id: str = "RO-2.6",  # noqa: A002 - the model's word
    *,
    says: str = "The button opens a prepared e-mail to the right team.",
    where: str = "Method 2, step 6",
    check: CheckKind = CheckKind.PAGE,
    labels: tuple[str, ...] = (),
    line: int = 4,
    guide: str = "ro-whatsapp",
) -> Claim:
    return Claim(
        id=id,
        where=where,
        says=says,
        check=check,
        place=a_place(line, file=f"flows/guides/{guide}.yaml"),
        labels=labels,
    )


def a_guide(
    id: str = "ro-whatsapp",  # noqa: A002 - the model's word
    *,
    language: str = "ro",
    direction: str = "ltr",
    title: str = "How to reach WhatsApp support",
    claims: tuple[Claim, ...] = (),
    document: str | None = None,
) -> Guide:
    return Guide(
        id=id,
        title=title,
        language=language,
        direction=direction,
        place=a_place(file=f"flows/guides/{id}.yaml"),
        claims=claims,
        document=document,
    )


def a_claim_report(
    claim: Claim | None = None,
    verdict: ClaimVerdict = ClaimVerdict.HOLDS,
    *,
    because: str = "The page shows it.",
    spoken_for_by: tuple[str, ...] = (),
    findings: tuple[str, ...] = (),
    corrections: tuple[Correction, ...] = (),
) -> ClaimReport:
    return ClaimReport(
        claim=claim or a_claim(),
        verdict=verdict,
        because=because,
        spoken_for_by=spoken_for_by,
        findings=findings,
        corrections=corrections,
    )


def a_guide_report(guide: Guide | None = None, claims: tuple[ClaimReport, ...] = ()) -> GuideReport:
    return GuideReport(guide=guide or a_guide(claims=tuple(told.claim for told in claims)), claims=claims)


def a_report(
    *flows: FlowReport,
    guides: tuple[GuideReport, ...] = (),
    run_id: str = "2026-11-23-0412-today",
    against: str = "replica today",
    duration_ms: int = 6400,
    interrupted: bool = False,
    torn: bool = False,
) -> Report:
    return Report(
        run_id=run_id,
        tool_version="0.1.0",
        started_at="2026-11-23T04:12:09Z",
        against=against,
        command=f"verifier run whatsapp --{against}" if against != "live" else "verifier run whatsapp",
        browser="Chromium 156.0.7204.49",
        duration_ms=duration_ms,
        flows=flows,
        guides=guides,
        interrupted=interrupted,
        torn=torn,
    )
