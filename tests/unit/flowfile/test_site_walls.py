"""What a site file says of consent and of walls of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from verifier.errors import FlowFileError
from verifier.flowfile.library import load, require
from verifier.model.wall import ConsentPolicy, WallKind, WallSign

BASE = Path(__file__).parents[2] / "goldens" / "flow_base"
SITE = "version: 1\ntitle: Acme\nhosts: [www.example.org, '*.help.example.org']\nnever_press: [$send]\n"
FLOW = "version: 1\ntitle: Ask\nsite: acme\nlocale: en\nsteps:\n  - {id: open, goto: https://www.example.org/}\n"


def the_site(tmp_path, more):
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    folder = tmp_path / "flows" / "acme"
    (folder / "site.yaml").write_text(SITE + more, encoding="utf-8")
    (folder / "flow.yaml").write_text(FLOW, encoding="utf-8")
    return next(flow.site for flow in require(load(tmp_path / "flows")).flows)


def test_consent_is_declined_and_there_are_no_walls_unless_the_file_says_so(tmp_path):
    site = the_site(tmp_path, "")
    assert (site.consent, site.walls) == (ConsentPolicy.DECLINE, ())


def test_the_policy_and_the_signs_are_read_as_written(tmp_path):
    site = the_site(
        tmp_path,
        "consent: leave\nwalls:\n"
        "  - {kind: challenge, signs: {url: '*/check*', text: [Are you there]}}\n"
        "  - {kind: mobile, blocks: false, signs: {status: [200, 203], header: 'x-kind: small', title: [Small]}}\n",
    )
    assert site.consent is ConsentPolicy.LEAVE
    assert site.walls == (
        WallSign(WallKind.CHALLENGE, url="*/check*", text=("Are you there",)),
        WallSign(WallKind.MOBILE, status=(200, 203), header="x-kind: small", title=("Small",), blocks=False),
    )


@pytest.mark.parametrize(
    "more",
    [
        "walls:\n  - {kind: challenge, signs: {text: [One sign alone]}}\n",
        "walls:\n  - {kind: ghost, signs: {text: [a], status: [403]}}\n",
        "walls:\n  - {kind: login}\n",
        "consent: maybe\n",
    ],
)
def test_one_sign_alone_and_unknown_words_are_refused(tmp_path, more):
    with pytest.raises(FlowFileError):
        the_site(tmp_path, more)
