"""Who is asking: what stands behind the browser's own user agent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.manners.robots import TOKEN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from verifier.model.flow import Site

VARIABLE = "VERIFIER_CONTACT"


def contact_of(site: Site, environment: Mapping[str, str]) -> str:
    """Where somebody answers for our visits: the site file says, else the environment, else the repository that the job runs in."""
    if site.manners.contact:
        return site.manners.contact
    if said := environment.get(VARIABLE, "").strip():
        return said if said.startswith(("http://", "https://")) and said.isascii() and said.isprintable() else ""
    server, repository = environment.get("GITHUB_SERVER_URL", ""), environment.get("GITHUB_REPOSITORY", "")
    return f"{server}/{repository}" if server and repository else ""


def signature(version: str, contact: str) -> str:
    """`help-flow-verifier/0.1.0 (+https://...)`, to be put behind the user agent of the browser, which stays as it is."""
    return f"{TOKEN}/{version} (+{contact})" if contact else f"{TOKEN}/{version}"
