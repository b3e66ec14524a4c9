"""`tocsin extract`: articles from anywhere, for a person and for programs."""

import io
import json
import re
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import msgspec
import pytest
from rich.console import Console

from monitor.cli.account import show_account
from monitor.cli.extract import AHEAD, CHUNK, answers
from monitor.cli.source import article_of
from monitor.cli.view import BACKGROUND, NOTHING, cells, figures, marked, show
from monitor.extract.explain import explain
from monitor.model import (
    Actor,
    Article,
    Attribution,
    Control,
    Estimate,
    Event,
    Evidence,
    Extraction,
    Place,
    Span,
    Toll,
)
from monitor.resources import load_reader
from tests.cli.conftest import Tocsin

TEXT = "Gunmen killed 12 farmers in a village near Jos on Tuesday, police said.\n"
PAGE = """<!DOCTYPE html><html><head><title>Raid near Jos &amp; after</title>
<meta property="article:published_time" content="2025-04-09T08:00:00+02:00"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Raid near Jos</h1><p>Gunmen killed 12 farmers in a village near Jos on Tuesday, police said.</p></article>
<script>alert(1)</script></body></html>"""


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> io.BytesIO:
    """What stands on standard input."""
    body = io.BytesIO()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(body))
    return body


def test_plain_text_is_taken_as_it_is(tocsin: Tocsin, tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_text(f"\n{TEXT}")
    ran = tocsin("extract", path, "--published", "2025-04-09", "--json")
    assert ran.code == 0
    extraction = json.loads(ran.out)
    assert extraction["published"].startswith("2025-04-09")
    (place,) = [place for place in extraction["places"] if place["text"] == "Jos"]
    assert f"\n{TEXT}"[place["start"] : place["end"]] == "Jos"
    assert [event["toll"]["killed"]["best"] for event in extraction["events"]] == [12]


def test_a_person_sees_the_text_and_a_table(tocsin: Tocsin, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE)
    ran = tocsin("extract", path)
    assert ran.code == 0
    for part in ("Raid near Jos & after", "Gunmen killed 12 farmers", "where and when", "killed"):
        assert part in ran.out
    assert "Sport" not in ran.out


def test_explain_names_the_words_behind_each_answer(tocsin: Tocsin, tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_text(TEXT)
    ran = tocsin("extract", path, "--explain")
    assert ran.code == 0
    assert "toll.killed" in ran.out
    quoted = re.findall(r"“(.*)” \(text (\d+) to (\d+)\)", ran.out)
    assert quoted
    assert all(TEXT[int(start) : int(end)] == words for words, start, end in quoted)
    assert "place  “Jos” is Jos" in ran.out


def test_a_story_without_a_date_is_said_to_have_none(tocsin: Tocsin, tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_text(TEXT)
    assert "No date of publication is known" in tocsin("extract", path).err
    assert tocsin("extract", path, "--published", "2025-04-09").err == ""
    path.write_text(f"JOS, 9 APR 25 -- {TEXT}")
    assert tocsin("extract", path).err == ""


def test_standard_input_is_read(tocsin: Tocsin, typed: io.BytesIO) -> None:
    typed.write(TEXT.encode())
    typed.seek(0)
    assert "12 farmers" in tocsin("extract").out


def test_lines_go_on_after_a_bad_one(tocsin: Tocsin, tmp_path: Path) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_text(json.dumps({"id": "a", "text": TEXT}) + "\n{broken\n" + json.dumps({"id": "c", "text": ""}) + "\n")
    ran = tocsin("extract", "--jsonl", path)
    assert ran.code == 1
    rows = [json.loads(line) for line in ran.out.splitlines()]
    assert [row["id"] for row in rows] == ["a", None, "c"]
    assert rows[1]["error"] == "line 2: no JSON: Expecting property name enclosed in double quotes at column 2"


def test_several_processes_give_the_same_answers_in_the_same_order(tmp_path: Path) -> None:
    lines = [json.dumps({"id": str(n), "text": f"A bomb killed {n + 2} people in Jos."}).encode() for n in range(150)]
    lines[40:40] = [b"", b"\xff{", b"[" * 100_000, b'{"id": "x"}']
    alone, together = list(answers(lines)), list(answers(lines, jobs=2))
    assert alone == together
    wrong = [json.loads(line)["error"] for line, right in alone if not right]
    assert wrong == [
        "line 42: not UTF-8 at byte 1",
        "line 43: JSON that is nested too deep",
        "line 44: text: missing or not a string",
    ]
    assert [json.loads(line)["id"] for line, right in alone if right] == [str(n) for n in range(150)]


def test_answers_come_as_they_are_taken_and_no_faster() -> None:
    taken: list[int] = []

    def lines() -> Iterator[bytes]:
        for number in range(10_000):
            taken.append(number)
            yield b'{"text": "Two men were killed."}'

    stream = answers(lines(), jobs=2)
    next(stream)
    stream.close()
    assert len(taken) <= CHUNK * AHEAD * 2


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["none.txt"], "none.txt: it cannot be read: No such file"),
        (["--jsonl", "none.jsonl"], "none.jsonl cannot be read: No such file"),
        (["http://127.0.0.1:1/x"], "http://127.0.0.1:1/x: the address is private"),
        ([__file__, "--published", "soon"], "'soon' is no ISO 8601 date"),
        (["ftp://example.org/x"], "ftp://example.org/x: only http and https addresses can"),
    ],
)
def test_what_cannot_be_read_is_one(tocsin: Tocsin, arguments: list[str], says: str) -> None:
    ran = tocsin("extract", *arguments)
    assert ran.code == 1
    assert says in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "there is nothing in it to read"),
        (b" \n\t ", "there is nothing in it to read"),
        (b"%PDF-1.7 \xe2\xe3", "this is a PDF, not text"),
        (b"\x7fELF\x02\x01\x00\x00", "binary file, not text"),
        (b"\x1f\x8b\x08\x00", "a compressed file"),
        (b"\xff\xd8\xff\xe0", "a picture"),
        (b"<?xml version='1.0'?><rss version='2.0'></rss>", "this is a feed, not an article"),
        (b"<html><body><script>x</script></body></html>", "no text was found in the page"),
        (b"<html><body>" + b"<div>" * 1_000 + b"x", "nested deeper than 300 levels"),
    ],
)
def test_what_is_no_article_is_said_with_what_to_do(tocsin: Tocsin, tmp_path: Path, body: bytes, says: str) -> None:
    path = tmp_path / "given"
    path.write_bytes(body)
    ran = tocsin("extract", path)
    assert ran.code == 1
    assert f"{path}: " in ran.err
    assert says in ran.err


def test_two_inputs_are_a_wrong_use(tocsin: Tocsin) -> None:
    assert tocsin("extract", "article.txt", "--jsonl", "articles.jsonl").code == 2


def test_a_page_gives_its_main_text_title_and_date() -> None:
    article = article_of(PAGE.encode(), "https://example.org/jos")
    assert article.title == "Raid near Jos & after"
    assert article.published == datetime.fromisoformat("2025-04-09T06:00:00+00:00")
    assert "Gunmen killed 12 farmers" in article.text
    assert "alert" not in article.text


def test_old_encodings_are_read() -> None:
    told = "Über 20 Tote in Köln, sagte die Polizei am späten Abend."
    for encoding in ("latin-1", "utf-8", "utf-8-sig", "utf-16"):
        assert article_of(told.encode(encoding)).text == told


def test_a_file_without_end_is_refused(tmp_path: Path, tocsin: Tocsin) -> None:
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(20_000_001)
    ran = tocsin("extract", tmp_path / "huge.txt")
    assert (ran.code, "longer than 20,000,000 bytes" in ran.err) == (1, True)


ARMY = Actor("the army", "Military Forces of Syria", "military-forces-of-syria", "state_force", "SY")
EVENT = Event(
    id="e1", event_type="Battles", sub_event_type="Armed clash", context="historical", scope="period",
    time=Span("on Sunday", date(2017, 2, 25), date(2017, 2, 26), 1), actor1=ARMY,
    place=Place("Aleppo", 170063, "SY", "Aleppo", 36.2, 37.16, 3, 30.0),
    toll=Toll(killed=Estimate(51, 50, None, "more_than", "more than 50")),
    attribution=(Attribution("state TV", None, "state_media"),),
    evidence=(Evidence("toll.killed", 5, 17, 0, 24), Evidence("place", 0, 3, 0, 3, "title")), confidence=0.83,
)  # fmt: skip
FOUND = Extraction("x", "en", None, (), (EVENT,))


def test_marks_stand_where_the_evidence_does() -> None:
    text = "\x1b[2J More than 50 fell."
    shown = marked(text, FOUND, "text")
    assert len(shown.plain) == len(text)
    assert "\x1b" not in shown.plain
    assert [(span.start, span.end) for span in shown.spans] == [(0, 23), (5, 17)]


def test_a_row_says_everything_in_short() -> None:
    assert cells(EVENT) == (
        "e1", "more than 50 killed", "Armed clash (historical, period)", "Military Forces of Syria",
        "Aleppo (area), SY\n2017-02-25 to 2017-02-26", "state TV", "83%",
    )  # fmt: skip
    gained = Event(
        id="e2", event_type="Strategic developments", sub_event_type="Taken", context="reported", scope="incident",
        time=EVENT.time, control=Control("controlled", ARMY, None, "partial"),
    )  # fmt: skip
    unnamed = msgspec.structs.replace(EVENT, actor1=None, actor2=ARMY)
    assert cells(unnamed)[3] == "→ Military Forces of Syria"
    assert cells(gained)[1:5] == ("controlled in part", "Taken", "Military Forces of Syria", "2017-02-25 to 2017-02-26")


@pytest.mark.parametrize(
    ("best", "text", "says"),
    [
        (50, "more than 50", "more than 50 killed"),
        (1200, "nearly 1,200", "nearly 1,200 killed"),
        (13, "a man of 34 and 12 others", "13 killed: a man of 34 and 12 others"),
        (12, "a dozen", "12 killed: a dozen"),
        (0, "No one", "0 killed: No one"),
    ],
)
def test_a_figure_shows_its_number(best: int, text: str, says: str) -> None:
    assert list(figures(Toll(killed=Estimate(best, best, best, "exact", text)))) == [says]


def printed(article: Article, extraction: Extraction, width: int) -> str:
    out = io.StringIO()
    show(article, extraction, Console(file=out, markup=False, width=width))
    return out.getvalue()


def test_nothing_found_is_said() -> None:
    shown = printed(Article("a", "A quiet day.", "Weather"), Extraction("a", "en", None), 160)
    assert shown == f"Weather\n\nA quiet day.\n\n{NOTHING}\n"


@pytest.mark.parametrize("width", [40, 80, 109, 110, 200])
def test_no_line_is_wider_than_the_terminal_and_nothing_is_cut(width: int) -> None:
    shown = printed(Article("a", "More than 50 fell in Aleppo.", "Aleppo"), FOUND, width)
    assert max(map(len, shown.splitlines())) <= width
    assert "…" not in shown
    for word in ("Armed", "clash", "(historical,", "2017-02-26", "83%"):
        assert word in shown
    assert BACKGROUND.split()[0] in shown


def test_of_a_long_text_the_telling_paragraphs_are_shown() -> None:
    told = "More than 50 fell in Aleppo."
    text = "\n".join([told, *["All was quiet elsewhere."] * 500])
    shown = printed(Article("a", text), FOUND, 80)
    assert told in shown
    assert "[… 12,499 letters that tell of no event]" in shown
    assert len(shown.splitlines()) < 30


def test_an_explanation_fits_a_narrow_terminal() -> None:
    text = "Gunmen killed 12 farmers, aged 20, near Jos; 5 houses burned. In 2014 a raid there killed 30 people."
    article = Article("a", text, published=datetime.fromisoformat("2025-04-09T06:00:00+00:00"))
    reader = load_reader()
    reading = reader.study(article)
    out = io.StringIO()
    show_account(article, reading.extraction, explain(reader, reading), Console(file=out, markup=False, width=80))
    shown = out.getvalue()
    assert max(map(len, shown.splitlines())) <= 80
    assert "“5”; left: it counts houses" in shown
    assert re.search(r"e2 +killed 30 +“30” at “killed”; frame kill; historical by “2014”", shown)


def test_an_explanation_is_data_too(tocsin: Tocsin, tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_text(TEXT)
    (row,) = (
        row for row in json.loads(tocsin("extract", path, "--explain", "--json").out)["explanation"] if row["event"]
    )
    assert (row["kind"], row["figure"], row["event"], row["reason"]) == ("killed", 12, "e1", "")
    assert (TEXT[row["start"] : row["end"]], row["in"], row["trigger"]["text"]) == ("12", "text", "killed")
    assert "explanation" not in json.loads(tocsin("extract", path, "--json").out)
    lines = tmp_path / "articles.jsonl"
    lines.write_text(json.dumps({"id": "a", "text": TEXT}))
    assert json.loads(tocsin("extract", "--jsonl", lines, "--explain").out)["explanation"]
