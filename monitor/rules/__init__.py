"""One file a rule type; RULE_TYPES lists them."""

from monitor.model.settings import Settings

RULE_TYPES: dict[str, type[Settings]] = {}
