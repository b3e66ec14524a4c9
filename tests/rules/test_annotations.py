"""A user's own words on an alert: what a template may say, and that none can harm, hang or fail at night."""

import string
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from monitor.rules import Toll
from monitor.rules.annotations import BARE, FULL, LONGEST_TEXT, annotate, checked
from tests.incidents.support import POLICE, Told, book, event, toll_rule

FINE = {
    "{{ place }}: {{ figure }} {{ metric }}": "Town: at least 12 killed",
    "{{ rule | upper }} at {{ at }}": "RULE at 2000-01-01 00:00 UTC",
    "{% if value >= 100 %}grave{% elif value >= threshold %}bad{% else %}-{% endif %}": "bad",
    "{% for each in evidence %}{{ loop.index }}. {{ each.quote }} ({{ each.source }}) {% endfor %}": (
        "1. At least 12 died. (Publisher)"
    ),
    "{{ evidence[0].quote if evidence else summary }}": "At least 12 died.",
    "{{ says | join(', ') | title }}{{ labels.team }}{{ labels['team'] | default('x') }}": "Police",
    "{{ summary[:3] ~ '!' }} {{ summary | truncate(4) }}": "Sum! Sum…",
    "{{ (value / 5) | round(1) }} {{ value | round(-999999999) }} {{ (1 / 3) | round(999999999) }}": (
        "2.4 0 0.333333333333333"
    ),
    "https://example.org/?lat={{ lat }}&lon={{ lon }}": "https://example.org/?lat=1.0&lon=1.0",
}
REFUSED = {
    "{{ place": "this is no template",
    "{{ plaice }}": "an alert has no `plaice`; known: rule,",
    "{% for n in range(10**9) %}x{% endfor %}": "repeats over evidence or says",
    "{% for a in evidence %}{% for b in evidence %}x{% endfor %}{% endfor %}": "never within another loop",
    "{% for c in summary %}{{ c }}{% endfor %}": "repeats over evidence or says",
    "{% for a in says recursive %}{{ loop(says) }}{% endfor %}": "never within another loop",
    "{{ range(10) }}": "`range(…)` is not for templates",
    "{{ 'x' * 10**9 }}": "Mul is not for templates",
    "{{ '%1000000000d' % 1 }}": "Mod is not for templates",
    "{{ summary | center(10**9) }}": "nothing here is called `center`; known: abs,",
    "{{ value | round(999999999, 'ceil') }}": "it fails on",
    "{{ summary.__class__.__mro__ }}": "nothing here has `.__mro__`",
    "{{ ''['__class__'] }}": "it fails on",
    "{{ summary.format(value) }}": "Call is not for templates",
    "{% set x = summary %}{{ x }}": "Assign is not for templates",
    "{% macro a() %}{{ a() }}{% endmacro %}": "Macro is not for templates",
    "{% include '/etc/passwd' %}": "Include is not for templates",
    "{{ evidence[0].quote }}": "ask first: {% if evidence %}",
    "{{ value / threshold }}": "it fails on an alert without",
    "{{ summary + 1 }}": "it fails on",
    "(" * 100 + "{{" + "(" * 900 + "1" + ")" * 900 + "}}": "no template",
    "{{" + "not " * 300 + "1}}": "nested too deeply",
}


@pytest.mark.parametrize(("template", "said"), FINE.items())
def test_what_templates_say(template: str, said: str) -> None:
    alert = msgspec.structs.replace(FULL, labels={"metric": "killed"})
    assert annotate(alert, {"headline": checked(template)}).annotations == {"headline": said}


@pytest.mark.parametrize(("template", "reason"), REFUSED.items())
def test_what_could_harm_hang_or_fail_is_refused_with_its_reason(template: str, reason: str) -> None:
    with pytest.raises(PydanticCustomError) as refused:
        checked(template)
    assert reason in refused.value.message()


def test_a_text_that_grows_is_cut() -> None:
    alert = msgspec.structs.replace(FULL, summary="x" * 50_000)
    assert annotate(alert, {"a": "{{ summary }}{{ summary }}"}).annotations["a"] == "x" * LONGEST_TEXT


def test_one_that_fails_at_night_falls_back_to_the_summary_and_says_so() -> None:
    said = annotate(BARE, {"headline": "{{ evidence[0].quote }}"}).annotations["headline"]
    assert said.startswith("Summary (the template of headline failed: ")


@pytest.mark.parametrize(
    "wrong", [{"head line": "x"}, {"a": "x" * 2_001}, {"a": 3}, {f"a{n}": "" for n in range(21)}, {"a": "{{ nope }}"}]
)
def test_wrong_annotations_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Toll(name="deaths", thresholds=[10], annotations=wrong)


def test_an_alert_carries_what_its_rule_says() -> None:
    words = {"headline": "{{ place }}: {{ figure }} {{ metric }}, {{ says | join }}", "desk": "{{ labels.team }}"}
    rule = toll_rule(10, annotations=words, labels={"team": "coast"})
    (alert,) = book(rule).tell([Told("a1", [event(12, attribution=(POLICE,))])]).alerts
    assert alert.annotations == {"headline": "Merka: 12 killed, police", "desk": "coast"}


def passes(template: str) -> bool:
    """Whether a template is taken; what is refused is refused in words."""
    try:
        checked(template)
    except PydanticCustomError:
        return False
    return True


@given(st.text(string.printable, max_size=120))
def test_no_text_breaks_the_check(template: str) -> None:
    assert passes(template) in (True, False)


PIECES = st.sampled_from(
    ["{{ summary }}", "{{ value }}", "{% for e in evidence %}", "{% endfor %}", "{% if says %}", "{% endif %}",
     " | upper", "{{ says | join }}", "{{ evidence[0].url }}", "{{ 'x' ~ summary | truncate(9) }}", "text"]
)  # fmt: skip


@settings(max_examples=200)
@given(st.lists(PIECES, max_size=8).map("".join))
def test_what_passes_the_check_never_fails_and_stays_short(template: str) -> None:
    long = msgspec.structs.replace(FULL, summary="y" * 9_999, evidence=FULL.evidence * 3)
    for alert in (FULL, BARE, long) if passes(template) else ():
        said = annotate(alert, {"a": template}).annotations["a"]
        assert len(said) <= LONGEST_TEXT
        assert "the template of a failed" not in said
