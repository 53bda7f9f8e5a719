"""A judgement: what differs, how bad it is, and which sentences of which guides it touches."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from verifier.model.observation import Box, PictureRef
from verifier.model.place import Place


class Rule(StrEnum):
    """What kind of difference it is."""

    # forms
    FIELD_ADDED = "field-added"
    FIELD_REMOVED = "field-removed"
    FIELD_RENAMED = "field-renamed"
    FIELD_REQUIRED_CHANGED = "field-required-changed"
    FIELD_CONSTRAINT_CHANGED = "field-constraint-changed"
    FIELD_KIND_CHANGED = "field-kind-changed"
    FIELD_MOVED = "field-moved"
    OPTION_ADDED = "option-added"
    OPTION_REMOVED = "option-removed"
    OPTION_RENAMED = "option-renamed"
    OPTIONS_REORDERED = "options-reordered"
    # outline and links
    BUTTON_ADDED = "button-added"
    BUTTON_REMOVED = "button-removed"
    BUTTON_RENAMED = "button-renamed"
    BUTTON_MOVED = "button-moved"
    BUTTON_DISABLED_CHANGED = "button-disabled-changed"
    """It can no longer be pressed where it could, or the other way round."""
    HEADING_ADDED = "heading-added"
    HEADING_REMOVED = "heading-removed"
    HEADING_RENAMED = "heading-renamed"
    LINK_ADDED = "link-added"
    LINK_REMOVED = "link-removed"
    LINK_RENAMED = "link-renamed"
    LINK_MOVED = "link-moved"
    LINK_TARGET_CHANGED = "link-target-changed"
    MAIL_ADDRESS_CHANGED = "mail-address-changed"
    # the choices of an assistant
    CHOICE_ADDED = "choice-added"
    CHOICE_REMOVED = "choice-removed"
    CHOICE_RENAMED = "choice-renamed"
    CHOICE_MOVED = "choice-moved"
    """It stands under another choice than before."""
    # the page as a whole
    REDIRECTED = "redirected"
    LANGUAGE_CHANGED = "language-changed"
    DIRECTION_CHANGED = "direction-changed"
    DIALOG_ADDED = "dialog-added"
    DIALOG_REMOVED = "dialog-removed"
    DIALOG_RENAMED = "dialog-renamed"
    SURROUNDINGS_CHANGED = "surroundings-changed"
    """Something differs in the site's own header, menu, side column or footer; what it is follows from this."""
    # the path
    STEP_MISSING = "step-missing"
    STEP_EXTRA = "step-extra"
    RELOCATED = "relocated"
    AMBIGUOUS_TARGET = "ambiguous-target"
    OUTCOME_CHANGED = "outcome-changed"
    POPUP_CHANGED = "popup-changed"
    """The step opens another tab or window than before, or none, or one where there was none."""
    MESSAGE_CHANGED = "message-changed"
    """The page shows another message box (`alert`, `confirm`, `prompt`) than before, or none, or one where there was none."""
    DOWNLOAD_CHANGED = "download-changed"
    """The step starts another download than before, or none, or one where there was none."""
    # what the guide states
    CLAIM_FAILED = "claim-failed"
    """Something that the guide states is not so, and no more exact rule says how."""
    TEXT_GONE = "text-gone"
    ADDRESS_GONE = "address-gone"
    UNEXPECTED_PRESENCE = "unexpected-presence"
    """Something is there that the guide says is not."""
    # the guides by themselves, with no page
    GUIDES_DISAGREE = "guides-disagree"
    """Two claims, of one guide or of two, say of one thing what cannot both hold."""
    INCOMPLETE = "incomplete"
    """A list leaves out what another claim names."""
    LABEL_GARBLED = "label-garbled"
    """A label that no page can show, for a machine translated it."""
    LABEL_VARIES = "label-varies"
    """The site also has other words for a label of the guide."""
    VALUE_MISSING = "value-missing"
    """The guide gives a value, and its text does not show it."""
    UNFOUNDED = "unfounded"
    """Nothing is known that bears the claim out."""
    # notes
    CONSENT_DECLINED = "consent-declined"
    CONSENT_ACCEPTED = "consent-accepted"
    CONSENT_LEFT = "consent-left"
    WALL_NOTED = "wall-noted"
    """The page was not quite the one that was asked for, and could be seen all the same."""
    REQUEST_STOPPED = "request-stopped"
    VARIANT_SEEN = "variant-seen"
    """The page was a known other state of itself."""
    IGNORE_EXPIRED = "ignore-expired"
    """An `ignore` of the flow or site is over and ignores nothing any more."""
    IGNORE_UNUSED = "ignore-unused"
    """An `ignore` of the flow, or of the site in all of its flows, has nothing to ignore."""
    NOT_RECORDED = "not-recorded"
    """There is no baseline yet: claims were checked, movement could not be."""


class Level(StrEnum):
    """How bad. A note alone leaves a flow verified."""

    BROKEN = "broken"
    """The guide's sentence is wrong, or the next step cannot be done."""
    DRIFTED = "drifted"
    """The page moved around what the guide says."""
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Proof:
    """A picture and the box on it that the finding is about (None: the whole picture)."""

    picture: PictureRef
    box: Box | None = None


class Sight(StrEnum):
    """What one replay says of a finding."""

    SEEN = "seen"
    DENIED = "denied"
    """It got there, and the thing was as recorded."""
    UNCLEAR = "unclear"
    """It got there and could not tell."""
    UNREACHED = "unreached"
    """It did not get there."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one replay (`attempt`, from 1) says of a finding, and its picture of that step."""

    attempt: int
    sight: Sight
    because: str = ""
    """A few words, where it is unclear."""
    picture: PictureRef | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """What in the flow says so: a step's expectation, or (`expectation_id` empty) the step's action itself."""

    step_id: str
    expectation_id: str = ""


@dataclass(frozen=True, slots=True)
class Relocated:
    """A step's element was not there as the flow names it, and another was taken for it; `Relocation` has the same numbers.

    `score` and `margin` (to the next candidate) are between 0 and 1; `evidence` says in words what agreed.
    """

    step_id: str
    wanted: str
    found: str
    score: float
    margin: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference. Texts are in English, except for what they quote from a page or a guide.

    `fingerprint` (16 hex digits) is the same for the same difference whatever the wording of the sentence, the order of
    findings, the run and the machine. `follows` is the fingerprint of the finding that this one is a consequence of.
    """

    fingerprint: str
    rule: Rule
    level: Level
    sentence: str
    """One plain sentence, with a full stop."""
    expected: str
    """What the guide or the baseline says, short; empty when there was nothing."""
    actual: str
    """What the page shows now, short; empty when there is nothing."""
    flow_id: str
    locale: str
    step_id: str
    place: Place
    """The line of YAML that said it."""
    subject: str = ""
    """The name of the thing (`field E-mail`), to group and to filter by."""
    claims: tuple[str, ...] = ()
    guides: tuple[str, ...] = ()
    """Ids of the guides that these claims belong to."""
    evidence: tuple[str, ...] = ()
    """Further facts, one sentence each."""
    suggestion: str = ""
    """What the guide could say instead, in words; empty when there is nothing better than the facts."""
    follows: str | None = None
    before: Proof | None = None
    after: Proof | None = None
    pair: tuple[str, str] | None = None
    """The old and the new element that were taken for one (see `match.fingerprint`); what a rejection of it writes down."""
    sources: tuple[Source, ...] = ()
    """What in the flow says otherwise; none where only the recording does."""
    renamed: tuple[tuple[str, str], ...] = ()
    """Old and new words of each, where several of one list are called otherwise for one cause."""
    relocated: Relocated | None = None
    """Where a replay went on with the element that this finding is about, in place of the one that the flow names."""
    sightings: tuple[Sighting, ...] = ()
    """One for each replay, where there was more than one."""

    @property
    def is_suspected(self) -> bool:
        """Whether some replay saw it and another one saw that it is not so, or none could bear it out."""
        return self.level is Level.NOTE and any(each.sight is Sight.SEEN for each in self.sightings)


class ClaimVerdict(StrEnum):
    HOLDS = "holds"
    CONTRADICTED = "contradicted"
    ATTESTED = "attested"
    STALE = "stale"
    UNVERIFIED = "unverified"
    NOT_CHECKABLE = "not-checkable"


@dataclass(frozen=True, slots=True)
class ClaimState:
    """How one claim came out of one flow. `because` is a sentence, `findings` the fingerprints that contradict it."""

    claim_id: str
    verdict: ClaimVerdict
    because: str
    flow_id: str
    locale: str
    step_id: str
    findings: tuple[str, ...] = ()


class Status(StrEnum):
    """The judgement on one flow."""

    VERIFIED = "verified"
    DRIFTED = "drifted"
    BROKEN = "broken"
    BLOCKED = "blocked"
    ERRORED = "errored"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement on one flow, from one replay or settled over several. `because` is one sentence for a person in a hurry."""

    flow_id: str
    locale: str
    status: Status
    because: str
    findings: tuple[Finding, ...] = ()
    claims: tuple[ClaimState, ...] = ()
    attempt: int = 0
    """The replay, from 1, that it stands on; 0: the last one."""
    ignored: tuple[Place, ...] | None = None
    """Where those ignores of the site are written that it had something for; None where it cannot say: not all was seen."""

    @property
    def key(self) -> str:
        """The flow in its locale, as `Flow.key`."""
        return f"{self.flow_id}[{self.locale}]"
