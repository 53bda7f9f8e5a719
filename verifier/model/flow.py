"""A flow as it is meant: what the author wrote, with labels resolved for one locale.

`flowfile` makes these values, nobody changes them, and no result is ever written onto them.
Every text that a person will read on a page is a `Text` (see `selector`): the wording in this flow's locale, and the id
of the label it came from, if any.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from verifier.model.action import Action
from verifier.model.expectation import Expectation
from verifier.model.manners import Manners
from verifier.model.place import Place
from verifier.model.selector import Finder, Text
from verifier.model.wall import ConsentPolicy, WallSign

FORMAT_VERSION = 1


@dataclass(frozen=True, slots=True)
class Step:
    """One action and what is expected after it.

    `claims` are those that the action itself speaks for; an expectation names its own.
    """

    id: str
    action: Action
    place: Place
    title: str = ""
    claims: tuple[str, ...] = ()
    expect: tuple[Expectation, ...] = ()
    optional: bool = False
    timeout_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Allowance:
    """A request that the guard may let through although it is not a plain read; never during a submit.

    `url` is absolute, `*` stands for any characters.
    """

    url: str
    method: str
    reason: str
    place: Place


@dataclass(frozen=True, slots=True)
class Ignored:
    """An element as a person sees it: by role and name, by label, or by any name (`by`), under a heading (`section`) if one is said."""

    by: Finder
    section: Text | None = None


@dataclass(frozen=True, slots=True)
class Ignore:
    """A known difference that is not told up to and including the day `until` (ISO date), and why.

    What is said of `rule`, `subject` (patterns, `*` stands for any characters; empty: any) and `element` must all fit.
    """

    reason: str
    until: str
    place: Place
    rule: str = ""
    subject: str = ""
    element: Ignored | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """What holds for every flow of one site (`flows/<site>/site.yaml`)."""

    id: str
    title: str
    hosts: tuple[str, ...]
    """Hosts that count as this site; the first is the canonical one. `*.example.org` matches subdomains."""
    never_press: tuple[Text, ...] = ()
    """Names of controls that only a sealed `submit` may press."""
    accept_language: bool = True
    """Ask for the locale in `Accept-Language` too."""
    consent: ConsentPolicy = ConsentPolicy.DECLINE
    """What is done with a dialog that asks about cookies."""
    walls: tuple[WallSign, ...] = ()
    """Walls as this site builds them, beside those that are known of all sites."""
    ignore: tuple[Ignore, ...] = ()
    manners: Manners = field(default_factory=Manners)


@dataclass(frozen=True, slots=True)
class Flow:
    """One documented flow in one locale."""

    id: str
    """From the path: `flows/whatsapp/contact.yaml` is `whatsapp/contact`."""
    title: str
    site: Site
    locale: str
    """BCP 47, `ro` or `pt-BR`."""
    place: Place
    steps: tuple[Step, ...]
    claims: tuple[str, ...] = ()
    """Claims that the flow speaks for as a whole, beside those of its steps."""
    tags: tuple[str, ...] = ()
    allow: tuple[Allowance, ...] = ()
    ignore: tuple[Ignore, ...] = ()
    user_agent: str | None = None
    viewport: tuple[int, int] = (1280, 900)
    """Width and height in CSS pixels."""
    storage_state_env: str | None = None
    """The environment variable that names a file with the cookies of somebody who is signed in; without it the flow is anonymous."""

    @property
    def key(self) -> str:
        """The flow in its locale: `whatsapp/contact[ro]`. Unique in a run."""
        return f"{self.id}[{self.locale}]"

    def every_claim(self) -> tuple[str, ...]:
        """The ids of all claims that any part of the flow names, each once, in the order of the file."""
        named = [*self.claims]
        for step in self.steps:
            named.extend(step.claims)
            for expectation in step.expect:
                named.extend(expectation.claims)
        return tuple(dict.fromkeys(named))
