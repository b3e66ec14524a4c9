"""YAML with positions, however hostile."""

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config.document import MAX_BYTES, Unreadable, parse, plain, read

LETTERS = st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"], exclude_characters="\x7f")
"""JSON escapes what is beyond these in pairs, which YAML does not read."""
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-(10**15), 10**15), st.text(LETTERS, max_size=20))
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abcdef", min_size=1), inner, max_size=4),
)


def test_values_and_keys_have_their_places() -> None:
    document = parse("feeds:\n  - {name: A, url: x}\n  - name: B\n")
    assert document.data == {"feeds": [{"name": "A", "url": "x"}, {"name": "B"}]}
    assert document.where(("feeds", 0, "url")) == (2, 20)
    assert document.where(("feeds", 0, "url"), at_key=True) == (2, 15)
    assert document.where(("feeds", 1, "name", "not", "there")) == (3, 11)


@given(st.dictionaries(st.text("abcdef", min_size=1), VALUES, max_size=5))
def test_any_json_is_read_as_itself(data: dict[str, object]) -> None:
    assert parse(json.dumps(data)).data == data


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    with suppress(Unreadable):
        assert isinstance(parse(text).data, dict)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("true", True),
        ("12:30", "12:30"),
        ("0o17", "0o17"),
        ("-7", -7),
        ("1.5", 1.5),
        ("", None),
    ],
)
def test_words_mean_what_they_look_like(text: str, value: object) -> None:
    assert plain(text) == value


def test_quoted_words_stay_text() -> None:
    assert parse("a: '12'\nb: \"true\"\n").data == {"a": "12", "b": "true"}


def test_a_repeated_key_is_noticed() -> None:
    document = parse("a: 1\nb: {c: 1, c: 2}\na: 3\n")
    assert document.repeated == (("b", "c"), ("a",))


BOMB = "a: &a [x, x]\n" + "".join(f"{c}: &{c} [*{p}, *{p}]\n" for p, c in zip("abcdefgh", "bcdefghi", strict=True))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (BOMB, "alias"),
        ("a: !!python/object/apply:os.system [true]", "tag"),
        ("[" * 200_000, "nested"),
        ("{a: " * 200_000, "nested"),
        ("a: 1\n---\nb: 2\n", "second document"),
        ("", "empty"),
        ("# only a remark\n", "empty"),
        ("- a\n", "mapping"),
        ("just words", "mapping"),
        ("? [a]\n: b\n", "key must be a word"),
        ("a: \x00", "control character"),
    ],
)
def test_hostile_and_odd_documents_are_refused(text: str, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        parse(text)


def test_broken_yaml_names_its_line() -> None:
    with pytest.raises(Unreadable, match="this is no YAML") as caught:
        parse("feeds:\n  - name: A\n url: x\n")
    assert caught.value.mark[0] == 3


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "long.yaml").write_bytes(b"a: " + b"x" * 10 * MAX_BYTES)
    (tmp_path / "latin.yaml").write_bytes("a: 1\nname: Köln\n".encode("latin-1"))
    for name, says in (
        ("none.yaml", "tocsin init"),
        ("long.yaml", "longer"),
        ("latin.yaml", "UTF-8"),
        (".", "cannot be read"),
    ):
        with pytest.raises(Unreadable, match=says) as caught:
            read(tmp_path / name)
        assert caught.value.mark == ((2, 1) if name == "latin.yaml" else (1, 1))


def test_a_byte_order_mark_is_no_content(tmp_path: Path) -> None:
    (tmp_path / "windows.yaml").write_bytes(b"\xef\xbb\xbfworkers: 3\r\n")
    assert read(tmp_path / "windows.yaml").data == {"workers": 3}
