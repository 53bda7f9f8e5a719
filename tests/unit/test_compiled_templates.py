"""Templates compiled by an earlier run are used again only while they are the very same."""

from __future__ import annotations

import pytest
from jinja2 import DictLoader, Environment

from verifier.report.html import compiled
from verifier.report.html.compiled import Compiled


@pytest.fixture
def rendered(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    made = []

    class Counting(Environment):
        def compile(self, source, *arguments, **named):
            made.append(source)
            return super().compile(source, *arguments, **named)

    def render(source):
        environment = Counting(loader=DictLoader({"a.jinja": source}), autoescape=True, bytecode_cache=Compiled())
        return environment.get_template("a.jinja").render(name="<b>"), len(made)

    return render


def test_a_template_is_compiled_once_and_says_the_same(rendered):
    assert rendered("Hello {{ name }}") == ("Hello &lt;b&gt;", 1)
    assert rendered("Hello {{ name }}") == ("Hello &lt;b&gt;", 1)


def test_a_template_that_changed_is_compiled_again(rendered):
    assert rendered("Hello {{ name }}") == ("Hello &lt;b&gt;", 1)
    assert rendered("Bye {{ name }}") == ("Bye &lt;b&gt;", 2)


def test_what_other_code_compiled_is_not_used(rendered, monkeypatch):
    assert rendered("Hello {{ name }}") == ("Hello &lt;b&gt;", 1)
    monkeypatch.setattr(compiled, "_code", lambda: b"other")
    assert rendered("Hello {{ name }}") == ("Hello &lt;b&gt;", 2)
