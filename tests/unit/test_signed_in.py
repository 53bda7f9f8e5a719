"""A flow for somebody who is signed in: read from its file, and played with the saved state only where there is one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
from builders import a_flow

from verifier.browser.context import context_options
from verifier.errors import UsageError
from verifier.flowfile.library import load, require

if TYPE_CHECKING:
    from verifier.browser.guard.house import Guard

FLOWS = Path(__file__).parents[2] / "flows"
GUARD = cast("Guard", SimpleNamespace(proxy={"server": "http://127.0.0.1:1"}))
SIGNED_IN = replace(a_flow(), storage_state_env="SITE_STORAGE_STATE")


def test_a_flow_names_the_variable_that_holds_the_way_to_its_state():
    flows = {flow.key: flow for flow in require(load(FLOWS)).flows}
    assert flows["vk/answer[ru]"].storage_state_env == "VK_STORAGE_STATE"
    assert flows["vk/help[ru]"].storage_state_env is None


def test_without_the_variable_the_flow_is_played_as_a_stranger():
    assert "storage_state" not in context_options(SIGNED_IN, GUARD, {})
    assert "storage_state" not in context_options(SIGNED_IN, GUARD, {"SITE_STORAGE_STATE": ""})


def test_with_the_variable_the_saved_state_is_taken(tmp_path):
    state = tmp_path / "state.json"
    state.write_text('{"cookies": [], "origins": []}', "utf-8")
    options = context_options(SIGNED_IN, GUARD, {"SITE_STORAGE_STATE": str(state)})
    assert options["storage_state"] == str(state)


def test_a_flow_that_names_no_variable_never_takes_a_state(tmp_path):
    assert "storage_state" not in context_options(a_flow(), GUARD, {"SITE_STORAGE_STATE": str(tmp_path)})


def test_a_variable_that_names_no_file_is_a_mistake_of_the_caller_and_its_value_is_not_told(tmp_path):
    with pytest.raises(UsageError) as told:
        context_options(SIGNED_IN, GUARD, {"SITE_STORAGE_STATE": str(tmp_path / "nowhere.json")})
    assert "SITE_STORAGE_STATE does not name a file" in str(told.value)
    assert "nowhere.json" not in str(told.value)
