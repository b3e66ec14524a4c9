"""pydantic's reports in the words of this house."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails, ValidationError

from monitor.config.document import Loc
from monitor.config.feeds import FeedSettings
from monitor.config.problems import Problem, nearest, shown
from monitor.config.receivers import written
from monitor.config.rules import rule_model
from monitor.config.settings import Config
from monitor.model.settings import format_duration

_TIMEDELTA = re.compile(r"datetime\.timedelta\((.*)\)")
_UNIT = re.compile(r"(\w+)=(\d+)")
_WORDS = {
    "int_type": "{given} is no whole number",
    "int_parsing": "{given} is no whole number",
    "int_from_float": "{given} is no whole number",
    "float_type": "{given} is no number",
    "float_parsing": "{given} is no number",
    "string_type": "{given} is no text; put it in quotes",
    "string_too_short": "must not be empty",
    "bool_type": "{given} is neither true nor false",
    "bool_parsing": "{given} is neither true nor false",
    "list_type": "{given} is no list; write [a, b] or one `- item` a line",
    "tuple_type": "{given} is no list; write [a, b] or one `- item` a line",
    "model_type": "{given} is no mapping of keys to values",
    "dict_type": "{given} is no mapping of keys to values",
    "literal_error": "{given} is not one of {expected}",
    "too_short": "needs at least {min_length}, and has {actual_length}",
    "greater_than": "{given} must be more than {gt}",
    "greater_than_equal": "{given} must be at least {ge}",
    "less_than": "{given} must be less than {lt}",
    "less_than_equal": "{given} must be at most {le}",
    "string_pattern_mismatch": "{given} is not of the form {pattern}",
}


def worded(error: ValidationError, data: Any) -> Iterator[Problem]:
    """The problems in a validation error of a Config that was read from `data`."""
    details = error.errors(include_url=False)
    for detail in details:
        if detail["type"] != "too_short" or not any(_within(other["loc"], detail["loc"]) for other in details):
            yield _problem(detail, data)


def _within(inner: Loc, outer: Loc) -> bool:
    return len(inner) > len(outer) and inner[: len(outer)] == outer


def _problem(detail: ErrorDetails, data: Any) -> Problem:
    loc, kind = detail["loc"], detail["type"]
    if kind == "extra_forbidden":
        return Problem(loc, _unknown_key(loc, data), at_key=True)
    if kind == "missing":
        return Problem(loc[:-1], f"`{loc[-1]}` is missing")
    return Problem(_in_data(loc, data), _words(detail))


def _in_data(loc: Loc, data: Any) -> Loc:
    """The part of `loc` that is in the data: pydantic adds names of its own for alternatives."""
    for n, part in enumerate(loc):
        if isinstance(data, str):
            return loc[:n]
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            return loc[:n]
    return loc


def _words(detail: ErrorDetails) -> str:
    context: Mapping[str, Any] = detail.get("ctx", {})
    if detail["type"] == "unknown_choice":
        return detail["msg"] + nearest(str(context["chosen"]), context["known"])
    if template := _WORDS.get(detail["type"]):
        return template.format(given=shown(detail["input"]), **{name: _bound(value) for name, value in context.items()})
    return detail["msg"].removeprefix("Value error, ")


def _bound(value: Any) -> str:
    """A limit, in words; of a duration pydantic tells Python's own way to write it."""
    if isinstance(value, str) and (duration := _TIMEDELTA.fullmatch(value)):
        return format_duration(timedelta(**{unit: int(number) for unit, number in _UNIT.findall(duration.group(1))}))
    return value if isinstance(value, str) else shown(value)


def _unknown_key(loc: Loc, data: Any) -> str:
    key, model = str(loc[-1]), model_at(loc[:-1], data)
    fields = [field.alias or name for name, field in model.model_fields.items()] if model else []
    if f"{key}_env" in fields:
        return f"a secret does not belong in this file; set it in the environment and write `{key}_env: ITS_VARIABLE`"
    what = "channel" if len(loc) == 3 and loc[0] == "receivers" else "key"
    return f"unknown {what} {shown(key)}{nearest(key, fields)}"


_ENTRIES: dict[str | int, Callable[[Any], type[BaseModel] | None]] = {
    "feeds": lambda item: FeedSettings,
    "rules": rule_model,
    "receivers": lambda item: written(),
}


def model_at(loc: Loc, data: Any) -> type[BaseModel] | None:
    """The model that reads the mapping at `loc`, a path to something in `data`."""
    model: type[BaseModel] | None = Config
    if len(loc) > 1 and loc[0] in _ENTRIES:
        model, loc = _ENTRIES[loc[0]](data[loc[0]][loc[1]]), loc[2:]
    for part in loc:
        if isinstance(part, str) and model is not None:
            model = _below(model, part)
    return model


def _below(model: type[BaseModel], name: str) -> type[BaseModel] | None:
    return next(
        (_model_in(field.annotation) for key, field in model.model_fields.items() if name in (key, field.alias)), None
    )


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    parts = get_args(annotation)[:1] if get_origin(annotation) is Annotated else get_args(annotation)
    models = [_model_in(part) for part in parts]
    return next((model for model in models if model is not None), None)
