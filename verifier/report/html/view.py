"""What the page shows, worked out before the template: the template only lays it out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.report.words import listed

if TYPE_CHECKING:
    from verifier.model.finding import ClaimVerdict, Finding, Level, Proof, Sighting, Status
    from verifier.model.report import ClaimReport, Correction, FlowReport, GuideReport, StepReport
    from verifier.report.grouping import Change
    from verifier.report.html.picture import Shot
    from verifier.report.html.strips import Columns, Row


@dataclass(frozen=True, slots=True)
class Link:
    """A place on the page. An empty `anchor` is no place."""

    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """What to write instead. `foreign`: the site was not seen in the guide's own language, but in `language`."""

    told: Correction
    anchor: str
    proof: str
    """The anchor of the finding on the page of the run."""
    language: str
    foreign: bool


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A sentence of a guide, where it is, and how it came out."""

    id: str
    anchor: str
    guide: GuideReport
    state: ClaimReport
    spoken_for_by: tuple[Link, ...]
    findings: tuple[Link, ...]
    corrections: tuple[CorrectionView, ...] = ()
    own: tuple[Finding, ...] = ()
    """What the guides themselves show to be wrong with it."""
    proof: Proof | None = None
    """The picture of the page that contradicts it."""
    since: str = ""
    """Since when it is so; empty where no earlier run is known."""


@dataclass(frozen=True, slots=True)
class WrongView:
    """A sentence that is contradicted, and what the page shows instead of it."""

    claim: ClaimView
    finding: Finding | None
    anchor: str
    same_as: str
    """The id of the sentence before it that the same finding contradicts, or empty."""


@dataclass(frozen=True, slots=True)
class GuideView:
    """A guide in numbers, its wrong sentences, and all of them."""

    told: GuideReport
    token: str
    file: str
    """The name of its own page, beside the page of the run."""
    language: str
    counts: tuple[tuple[ClaimVerdict, int], ...]
    """All verdicts that occur, in `CLAIM_ORDER`."""
    claims: tuple[ClaimView, ...]
    wrong: tuple[WrongView, ...]
    nights: Columns | None = None


@dataclass(frozen=True, slots=True)
class TellingView:
    """One locale's finding: its words and its proof."""

    finding: Finding
    language: str
    before: Shot | None
    after: Shot | None
    sightings: tuple[tuple[Sighting, Shot | None], ...] = ()
    """What each replay said of it, where there was more than one, with its picture."""


@dataclass(frozen=True, slots=True)
class ChangeView:
    anchor: str
    change: Change
    level: Level
    languages: str
    tellings: tuple[TellingView, ...]
    claims: tuple[ClaimView, ...]
    unknown_claims: tuple[str, ...]
    """Ids that no guide of the report has."""
    guide_tokens: str
    locale_tokens: str
    status_tokens: str
    consequences: tuple[ChangeView, ...]
    accept: str
    """The command that takes it into the files; empty where there is no edit."""
    reject: str
    edit: tuple[tuple[str, str], ...]
    """The lines of the edit, each with its kind: `new`, `old`, `file`, `hunk` or `same`."""
    no_edit: str
    """Why there is none, if that is known."""
    unproven: str
    """That accepting it may refuse, where the edit was not held against the run."""
    standing: str = ""
    """`new`, `ongoing` and so on; empty where no earlier run is known."""
    since: str = ""
    """The same in words."""
    was: str = ""
    """What the page showed before it changed; empty where it did not."""

    @property
    def finding(self) -> Finding:
        """The finding to show for all locales."""
        return self.change.finding

    @property
    def other_languages(self) -> str:
        """The languages of all tellings but the first."""
        return listed(tuple(telling.language for telling in self.tellings[1:]))


@dataclass(frozen=True, slots=True)
class GroupView:
    title: str
    guides: tuple[GuideView, ...]
    changes: tuple[ChangeView, ...]


@dataclass(frozen=True, slots=True)
class ExpectationView:
    words: str
    state: str
    """`holds`, `differs` or `unchecked`."""
    claims: tuple[str, ...]
    findings: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class StepView:
    told: StepReport
    anchor: str
    title: str
    action: str
    outcome: str
    because: str
    url: str
    acted: Shot | None
    """The page on which the step acted, its element outlined."""
    seen: Shot | None
    """The page after the step, where it is another one."""
    expected: tuple[ExpectationView, ...]
    submitted: str


@dataclass(frozen=True, slots=True)
class FlowView:
    told: FlowReport
    anchor: str
    language: str
    status: Status
    guide_tokens: str
    steps: tuple[StepView, ...]
    since: str = ""
    nights: Row | None = None
    file: str = ""
    """The name of its own page, beside the page of the run, which then has not its steps; empty where it has."""


@dataclass(frozen=True, slots=True)
class GoneView:
    """A finding that is not in this run, because it is over or could not be looked at."""

    level: Level
    sentence: str
    language: str
    since: str
    flow: str
    claims: tuple[ClaimView, ...]


@dataclass(frozen=True, slots=True)
class View:
    """Everything on the page."""

    groups: tuple[GroupView, ...]
    guides: tuple[GuideView, ...]
    flows: tuple[FlowView, ...]
    locales: tuple[tuple[str, str], ...]
    """Token and name of each language, to filter by."""
    quiet: str
    """What stands where findings would stand, if there are none."""
    calm: bool
    """Whether that is good news."""
    tally: str = ""
    """What is new, goes on and is over, in numbers; empty where no earlier run is known."""
    over: tuple[GoneView, ...] = ()
    unseen: tuple[GoneView, ...] = ()
