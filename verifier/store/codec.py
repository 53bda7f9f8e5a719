"""Frozen values to plain JSON and back: `decode(encode(x)) == x` for every value of the model.

A member of a union carries its class name under `is`; an enum is its value, a tuple a list. A sparse encoding leaves out
what equals its default, which keeps recordings readable.
"""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING, TypeVar, cast

from verifier.errors import JournalError

if TYPE_CHECKING:
    from cattrs import Converter

Value = TypeVar("Value")


@functools.cache
def converter_for(*, sparse: bool) -> Converter:
    """The converter that knows every union of the model; made once, for only journals and recordings pay for it."""
    from cattrs import Converter  # noqa: PLC0415 - not for commands that read no journal
    from cattrs.strategies import configure_tagged_union  # noqa: PLC0415

    from verifier.model import action, event, expectation, guide, observation, run, secret, selector  # noqa: PLC0415

    converter = Converter(omit_if_default=sparse, forbid_extra_keys=True, detailed_validation=False)

    typed = str | secret.EnvironmentValue
    converter.register_unstructure_hook(
        typed, lambda value: value if isinstance(value, str) else {"environment": value.variable}
    )
    converter.register_structure_hook(
        typed, lambda value, _: value if isinstance(value, str) else secret.EnvironmentValue(value["environment"])
    )

    def tagged(union: object) -> None:
        configure_tagged_union(union, converter, tag_name="is")
        optional = cast("type[object]", union | None)  # type: ignore[operator]
        converter.register_unstructure_hook(
            optional, lambda value: None if value is None else converter.unstructure(value, unstructure_as=union)
        )
        converter.register_structure_hook(
            optional,
            lambda value, _: None if value is None else converter.structure(value, cast("type[object]", union)),
        )

    for union in (
        selector.Scope, selector.Finder, expectation.MailDraft | expectation.PostsTo, action.Reset, action.Action, expectation.Expected,
        observation.LinkTarget, observation.SubmitEvidence, run.Outcome, guide.Value, event.Event,
    ):  # fmt: skip
        tagged(union)
    return converter


def encode(value: object, shape: object) -> str:
    """The value as one line of JSON (UTF-8 letters kept, keys in the order of the fields)."""
    plain = converter_for(sparse=False).unstructure(value, unstructure_as=shape)
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace").decode()


def decode(text: str, shape: type[Value]) -> Value:
    """The value that a line of JSON holds.

    Raises:
        JournalError: the text is not JSON, or is not of that shape.
    """
    from cattrs.errors import BaseValidationError, ForbiddenExtraKeysError, StructureHandlerNotFoundError  # noqa: PLC0415

    try:
        plain = json.loads(text)
        if not isinstance(plain, dict):
            raise TypeError("every value of the model is a mapping")  # noqa: TRY301 - told like every other misfit
        return converter_for(sparse=False).structure(plain, shape)
    except (
        ValueError,
        KeyError,
        TypeError,
        BaseValidationError,
        ForbiddenExtraKeysError,
        StructureHandlerNotFoundError,
    ) as error:
        raise JournalError(f"a line of the journal cannot be read: {type(error).__name__}") from error
