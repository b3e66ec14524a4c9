"""Rules: each is parsed by the model that its `type` names in RULE_TYPES."""

from typing import Annotated, Any

from pydantic import PlainValidator, ValidationInfo
from pydantic_core import InitErrorDetails, PydanticCustomError, ValidationError

from monitor.rules import RULE_TYPES, RuleBase


def rule_model(value: Any) -> type[RuleBase] | None:
    """The model of a rule as it is written, where its type is known."""
    name = value.get("type") if isinstance(value, dict) else None
    return RULE_TYPES.get(name) if isinstance(name, str) else None


def parse_rule(value: Any, info: ValidationInfo) -> Any:
    """A rule from what is written."""
    if isinstance(value, tuple(RULE_TYPES.values())):
        return value
    if not isinstance(value, dict):
        raise PydanticCustomError("rule", "a rule is a name, a type and its parameters")
    model = rule_model(value)
    if model is None:
        raise _unknown_type(value)
    given = value if "type" in model.model_fields else {key: item for key, item in value.items() if key != "type"}
    return model.model_validate(given, context=info.context)


def _unknown_type(value: dict[str, Any]) -> ValidationError:
    if "type" in value:
        choice = {"value": repr(value["type"]), "chosen": str(value["type"]), "known": list(RULE_TYPES)}
        error = PydanticCustomError("unknown_choice", "{value} is no type of rule", choice)
        return ValidationError.from_exception_data("rule", [InitErrorDetails(type=error, loc=("type",), input=value)])
    return ValidationError.from_exception_data("rule", [InitErrorDetails(type="missing", loc=("type",), input=value)])


RuleField = Annotated[Any, PlainValidator(parse_rule)]
