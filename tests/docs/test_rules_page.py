"""docs/rules.md is true: its examples pass the check, and every type, parameter, condition and variable is on it."""

import re
from pathlib import Path

import pytest
import yaml

from monitor.config import SHIPPED, examine
from monitor.rules import RULE_TYPES, RuleBase
from monitor.rules.annotations import FULL, variables
from monitor.rules.where import KEYS

PAGE = (SHIPPED.parent / "docs" / "rules.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
FEEDS = [{"name": "Example", "url": "https://example.org/rss", "country": "SD"}]


@pytest.mark.parametrize("example", EXAMPLES)
def test_its_examples_pass_the_check(example: str, tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(yaml.safe_dump({"feeds": FEEDS, "rules": yaml.safe_load(example)}, allow_unicode=True))
    examined = examine(path, env={})
    assert examined.findings == ()
    assert examined.config is not None
    assert examine(path, env={}).config == examined.config, "read twice it is the same, or the daemon takes it for new"


@pytest.mark.parametrize("name", RULE_TYPES)
def test_every_type_has_a_part_that_names_its_parameters(name: str) -> None:
    part = re.search(rf"^### {name}\n(.*?)(?=^##)", PAGE, re.MULTILINE | re.DOTALL)
    assert part is not None
    for key in RULE_TYPES[name].model_fields.keys() - RuleBase.model_fields.keys() - {"type"}:
        assert re.search(rf"\b{key}\b", part[1]), f"{name} says nothing of {key}"


@pytest.mark.parametrize("key", sorted(KEYS))
def test_every_condition_is_explained(key: str) -> None:
    assert f"`{key}`" in PAGE


@pytest.mark.parametrize("name", variables(FULL))
def test_every_variable_of_a_template_is_named(name: str) -> None:
    assert f"`{name}`" in PAGE.partition("## Annotations")[2]
