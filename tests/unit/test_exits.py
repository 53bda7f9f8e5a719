"""What `verifier` does around its commands: the help page, lazy imports, and failures told in words with an exit code."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import verifier
from verifier.cli import COMMANDS, main
from verifier.cli.lazily import Lazy, LazyGroup
from verifier.errors import BrowserError, ExitCode, FlowFileError, FlowNotFound
from verifier.model.place import Place, Problem

HEAVY = ("playwright", "yaml", "jsonschema", "jinja2", "rich", "cattrs", "pytest", "httpx", "cryptography", "asyncio")


def raising(error):
    @click.command()
    def command():
        raise error

    return command


def returning(value):
    @click.command()
    def command():
        return value

    return command


@pytest.fixture
def call(monkeypatch):
    """Call `verifier do` where `do` is the given command."""

    def call(command, *arguments):
        monkeypatch.setattr(sys.modules[__name__], "do", command, raising=False)

        @click.group(cls=LazyGroup, lazily={"do": Lazy(f"{__name__}:do", "Do it."), "done": Lazy("nowhere:x", "No.")})
        @click.option("--traceback", is_flag=True)
        def group(*, traceback):
            pass

        return CliRunner().invoke(group, arguments or ("do",))

    return call


# -- help --------------------------------------------------------------------------------------------------------


def test_the_help_page_names_every_command_and_every_exit_code():
    page = CliRunner().invoke(main, ["--help"]).stdout
    for name in COMMANDS:
        assert f"\n  {name} " in page
    for code in ExitCode:
        assert f"\n  {code.value} " in page
    assert "Nothing is ever sent" in page


def test_the_help_page_fits_a_terminal_of_eighty_columns():
    page = CliRunner().invoke(main, ["--help"], terminal_width=80).stdout
    assert max(len(line) for line in page.splitlines()) <= 80


def test_the_version_is_the_package_s():
    assert CliRunner().invoke(main, ["--version"]).stdout == f"verifier {verifier.__version__}\n"


def test_every_command_in_the_table_is_there():
    context = click.Context(main)
    for name in COMMANDS:
        command = main.get_command(context, name)
        assert command is not None
        assert command.help, f"verifier {name} --help says nothing"


def test_help_imports_no_command_and_nothing_heavy():
    script = (
        "import json, sys\nfrom verifier.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    print('|' + json.dumps(sorted(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    loaded = json.loads(said.rpartition("|")[2])
    commands = {lazy.place.partition(":")[0] for lazy in COMMANDS.values()}
    assert [name for name in loaded if name.partition(".")[0] in HEAVY or name in commands] == []


def cpu_seconds(*arguments):
    """The least processor time of five starts; the clock on the wall would measure the neighbours too."""
    spent = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(spent)


def test_help_costs_at_most_a_tenth_of_a_second_more_than_a_bare_python():
    assert cpu_seconds("-m", "verifier", "--help") - cpu_seconds("-c", "pass") < 0.1


def test_a_command_that_is_not_there_is_met_with_the_nearest():
    result = CliRunner().invoke(main, ["chekc"])
    assert result.exit_code == ExitCode.USAGE
    assert "Did you mean `check`?" in result.stderr


# -- exits -------------------------------------------------------------------------------------------------------


def test_what_a_command_returns_is_the_exit_code(call):
    assert call(returning(ExitCode.DRIFT)).exit_code == 1
    assert call(returning(None)).exit_code == 0


def test_a_mistake_of_a_person_is_told_with_a_hint_and_without_a_traceback(call):
    result = call(raising(FlowNotFound("there is no flow `whatsap`", hint="did you mean `whatsapp`?")))
    assert result.exit_code == ExitCode.USAGE
    assert result.stderr == "error: there is no flow `whatsap`\nhint: did you mean `whatsapp`?\n"
    assert result.stdout == ""


def test_a_missing_browser_ends_in_its_own_exit_code(call):
    assert call(raising(BrowserError("no browser"))).exit_code == ExitCode.UNKNOWN


def test_problems_in_files_are_shown_as_frames(call):
    place = Place("flows/whatsapp/contact.yaml", 10, 5, 10, 9)
    problem = Problem(
        "unknown-key", "a step has no key `clik`", place, source=("    clik: {}",), label="did you mean `click`?"
    )
    result = call(raising(FlowFileError((problem,))))
    assert result.exit_code == ExitCode.USAGE
    assert "flows/whatsapp/contact.yaml:10:5" in result.stderr
    assert "^^^^ did you mean `click`?" in result.stderr
    assert "error: 1 problem in the flow files" in result.stderr


def test_ctrl_c_is_quiet_and_ends_in_130(call):
    result = call(raising(KeyboardInterrupt()))
    assert result.exit_code == ExitCode.INTERRUPTED
    assert "Traceback" not in result.stderr


def test_our_own_mistake_says_that_it_is_ours_and_how_to_report_it(call):
    result = call(raising(ZeroDivisionError("division by zero")))
    assert result.exit_code == ExitCode.BUG
    assert "the verifier itself failed (ZeroDivisionError: division by zero)" in result.stderr
    assert "VERIFIER_TRACEBACK=1" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_traceback_is_there_for_the_asking(call):
    result = call(raising(ZeroDivisionError("division by zero")), "--traceback", "do")
    assert result.exit_code == ExitCode.BUG
    assert "Traceback (most recent call last)" in result.stderr


def test_an_error_of_the_system_is_not_taken_for_a_closed_pipe(call):
    assert call(raising(PermissionError(13, "Permission denied"))).exit_code == ExitCode.BUG


def test_a_wrong_option_is_told_by_click_and_ends_in_2(call):
    result = call(returning(None), "do", "--nonsense")
    assert result.exit_code == ExitCode.USAGE
    assert "No such option" in result.stderr


def test_a_reader_that_goes_away_is_no_failure_worth_words(tmp_path):
    script = tmp_path / "talk.py"
    script.write_text(
        "import click\nfrom verifier.cli.lazily import Lazy, LazyGroup\n"
        "@click.command()\ndef talk():\n    while True:\n        click.echo('x' * 100)\n"
        "@click.group(cls=LazyGroup, lazily={'talk': Lazy('__main__:talk', '')})\ndef group():\n    pass\n"
        "group()\n",
        encoding="utf-8",
    )
    talker = subprocess.Popen([sys.executable, script, "talk"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert talker.stdout.read(10) == b"x" * 10
    talker.stdout.close()
    said = talker.stderr.read()
    talker.stderr.close()
    assert talker.wait(timeout=30) == 141
    assert said == b""


def test_python_dash_m_is_the_same_command():
    said = subprocess.run([sys.executable, "-m", "verifier", "--version"], capture_output=True, text=True, check=True)
    assert said.stdout == f"verifier {verifier.__version__}\n"


def test_the_installed_command_is_there():
    installed = Path(sys.executable).with_name("verifier")
    said = subprocess.run([installed, "--version"], capture_output=True, text=True, check=True)
    assert said.stdout == f"verifier {verifier.__version__}\n"
