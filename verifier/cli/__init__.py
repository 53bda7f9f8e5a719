"""The words on the command line, one file a command.

Takes: arguments. Gives: the product on stdout, talk on stderr, and an exit code.
Never: judges, or imports a command before somebody asks for it.
"""

from __future__ import annotations

import click

from verifier import __version__
from verifier.cli.lazily import Lazy, LazyGroup

COMMANDS = {
    "run": Lazy("verifier.cli.run:run", "Play flows in a browser; tell which sentences of the guides are wrong."),
    "merge": Lazy("verifier.cli.merge:merge", "Make one run of several shards, with one report."),
    "check": Lazy("verifier.cli.check:check", "Show every problem in the flow files, without a browser."),
    "list": Lazy("verifier.cli.listing:list_flows", "List the flows that there are."),
    "schema": Lazy("verifier.cli.schema:schema", "Print the JSON Schema of the flow format, for editors."),
    "guides": Lazy("verifier.cli.guides:guides", "Tell of every statement of the guides whether it holds."),
    "attest": Lazy("verifier.cli.attest:attest", "Write down that a person saw that a statement holds."),
    "history": Lazy("verifier.cli.history:history", "Tell since when flows, claims and findings are as they are."),
    "login": Lazy("verifier.cli.login:login", "Sign in to a site by hand, for flows that need it."),
    "serve": Lazy("verifier.cli.serve:serve", "Serve the replica of a site, to open it by hand."),
    "accept": Lazy("verifier.cli.accept:accept", "Take what a run found into the flow files and baselines."),
    "reject": Lazy("verifier.cli.reject:reject", "Say that a finding's edit, or what it takes for one, is not right."),
    "undo": Lazy("verifier.cli.undo:undo", "Take back the latest accept or reject, byte for byte."),
    "report": Lazy("verifier.cli.report:report", "Write the reports of an earlier run again."),
    "publish": Lazy("verifier.cli.publish:publish", "Bring what a run found to where people work: issues, messages."),
    "judge": Lazy("verifier.cli.judge:judge", "Judge an earlier run again, with the guides of today and no network."),
}


@click.group(cls=LazyGroup, lazily=COMMANDS, context_settings={"max_content_width": 100})
@click.option(
    "--traceback", is_flag=True, envvar="VERIFIER_TRACEBACK", help="On an error, show where in the code it came from."
)
@click.version_option(__version__, message="verifier %(version)s")
def main(*, traceback: bool) -> None:
    """Find out which sentences of a how-to guide are wrong today."""
    # The group reads it when something goes wrong; see `exits`.
    del traceback
