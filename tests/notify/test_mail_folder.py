"""Messages as files, read again by the standard library."""

from datetime import timedelta
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from monitor.errors import DeliveryFailed
from monitor.model import DeliveryForm, Point
from monitor.notify.mail_folder import Settings, send
from monitor.notify.mail_message import build
from tests.notify.support import ALEPPO, NOW, QUOTE, alert, context, delivery

SENDER = "Tocsin <tocsin@example.org>"


def parse(data: bytes) -> EmailMessage:
    parsed = message_from_bytes(data, policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def test_a_delivery_becomes_a_mail_that_can_be_read(tmp_path: Path) -> None:
    path = Path(send(Settings(), delivery(), context(tmp_path)))
    mail = parse(path.read_bytes())
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert path.parent == tmp_path / "mail"
    assert mail["Subject"] == "[critical] Aleppo: more than 50 killed"
    assert (mail["From"], mail["To"]) == ("Tocsin <tocsin@localhost>", "desk@localhost")
    assert mail["Message-ID"] == "<d1@localhost>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Id"] == "mass casualties <mass-casualties.tocsin.localhost>"
    assert text is not None and "“More than 50 fighters were killed.”" in text.get_content()
    assert html is not None and "<blockquote" in html.get_content()
    assert mail.defects == []


def test_a_retry_overwrites_the_same_file(tmp_path: Path) -> None:
    first = send(Settings(), delivery(), context(tmp_path))
    content = Path(first).read_bytes()
    assert send(Settings(), delivery(), context(tmp_path)) == first
    assert [path.name for path in (tmp_path / "mail").iterdir()] == [Path(first).name]
    assert Path(first).read_bytes() == content


def test_a_correction_hangs_on_the_same_thread_as_its_alert() -> None:
    first = build(delivery(), context(), SENDER, ("a@example.org",))
    later = build(delivery(alert(status="revised"), id="d2"), context(), SENDER, ("a@example.org",))
    other = build(delivery(alert(incident="inc2"), id="d3"), context(), SENDER, ("a@example.org",))
    assert first["References"] == later["References"] != other["References"]
    assert first["Message-ID"] != later["Message-ID"]


def test_a_correction_finds_the_message_that_told_of_several_incidents() -> None:
    many = build(delivery(*(alert(incident=f"inc{n}") for n in range(50))), context(), SENDER, ("a@example.org",))
    later = build(delivery(alert(incident="inc3", status="revised"), id="d2"), context(), SENDER, ("a@example.org",))
    roots = parse(many.as_bytes())["References"].split()
    assert later["References"] in roots and many["In-Reply-To"] == roots[-1] and len(roots) == 20


def test_the_course_of_a_toll_is_a_picture_beside_the_page_and_letters_in_the_text() -> None:
    told = alert(course=(Point(NOW, 14), Point(NOW + timedelta(hours=2), 31)))
    sent = [build(delivery(told), context(), SENDER, ("a@example.org",)).as_bytes() for _ in range(2)]
    mail = parse(sent[0])
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    (image,) = (part for part in mail.walk() if part.get_content_type() == "image/png")
    assert text is not None and "─╯" in text.get_content()
    assert html is not None and f"cid:{image['Content-ID'].strip('<>')}" in html.get_content()
    assert image.get_content().startswith(b"\x89PNG") and image.get_content_disposition() == "inline"
    assert sent[0] == sent[1], "each attempt has the same bytes"


@pytest.mark.parametrize(
    ("unsubscribe", "web", "header"),
    [
        ("Chief <chief@example.org>", None, "<mailto:chief@example.org?subject=unsubscribe%20mass-casualties>"),
        (None, "http://127.0.0.1:8710", "<http://127.0.0.1:8710/>"),
        (None, None, None),
    ],
)
def test_whoever_wants_no_more_of_it_learns_whom_to_tell(
    unsubscribe: str | None, web: str | None, header: str | None
) -> None:
    mail = build(delivery(), context(web=web), SENDER, ("a@example.org",), unsubscribe)
    assert mail["List-Unsubscribe"] == header


@pytest.mark.parametrize("form", ["digest", "summary"])
def test_many_alerts_are_one_table(form: DeliveryForm) -> None:
    many = [alert(id=f"n{n}", value=n, figure=str(n), at=NOW + timedelta(minutes=n)) for n in range(30)]
    corrected = alert(id="n29", value=3, figure="3", status="revised", at=NOW + timedelta(hours=1))
    mail = parse(build(delivery(*many, corrected, form=form), context(), SENDER, ("a@example.org",)).as_bytes())
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert mail["Subject"].startswith(f"[{form}] 30 alerts, 30 critical") and "Aleppo: 28 killed" in mail["Subject"]
    assert mail["In-Reply-To"] is None and mail["List-Id"] == f"{form} <{form}.tocsin.example.org>"
    assert text is not None and ("and 10 more" in text.get_content()) == (form == "summary")
    assert html is not None and "<strong>Aleppo: 28 killed</strong>" in html.get_content()
    assert ("critical, correction" in html.get_content()) == (form == "digest")


@pytest.mark.parametrize("id", ["../../etc/passwd", "a/b", "x" * 500, "\0", "ü", ""])
def test_no_delivery_id_leads_out_of_the_folder(tmp_path: Path, id: str) -> None:
    path = Path(send(Settings(), delivery(id=id), context(tmp_path)))
    assert path.resolve().parent == (tmp_path / "mail").resolve()
    assert path.is_file()


def test_what_was_gathered_for_hours_bears_the_time_of_its_latest_alert() -> None:
    later = NOW + timedelta(hours=9)
    mail = build(delivery(alert(), alert(at=later), form="digest"), context(), SENDER, ("a@example.org",))
    assert mail["Date"].datetime == later


def test_a_folder_that_cannot_be_written_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("in the way")
    with pytest.raises(DeliveryFailed, match="cannot be written"):
        send(Settings(), delivery(), context(tmp_path))


WORDS = st.lists(st.sampled_from(["Aleppo", "“Homs”", "Déir", "ez-Zor:", "12", "قتل", "—", "…", "(SY)", "killed"]))


@given(WORDS)
def test_a_subject_keeps_every_blank_and_no_more(words: list[str]) -> None:
    told = alert(summary=" ".join(["At", *words]), figure="", place=None)
    mail = build(delivery(told), context(), "tocsin@example.org", ("desk@example.org",))
    read = message_from_bytes(mail.as_bytes(), policy=policy.default)
    assert str(read["Subject"]) == mail["Subject"] == str(make_header(decode_header(read["Subject"])))
    assert all(len(line) <= 78 for line in mail.as_bytes().partition(b"\r\n\r\n")[0].splitlines())


@given(st.text(max_size=200), st.text(max_size=60), st.text(max_size=60), st.text(max_size=40))
def test_no_text_makes_a_header(summary: str, rule: str, place: str, id: str) -> None:
    evil = "\r\nBcc: victim@example.org\r\n\r\n"
    where = ALEPPO.__class__(evil + place, None, "SY", None, 0, 0, 1, 1)
    quote = QUOTE.__class__("a", rule + evil, None, summary, "text", 0, 1)
    told = alert(
        summary=evil + summary, rule=evil + rule, place=where, figure=summary + evil, evidence=(quote,), incident=id
    )
    mail = parse(build(delivery(told, id=id + evil), context(), SENDER, ("a@example.org",)).as_bytes())
    assert set(mail.keys()) == {"From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "References",
                                "In-Reply-To", "List-Id", "MIME-Version", "Content-Type"}  # fmt: skip
    assert mail["To"] == "a@example.org"


@pytest.mark.parametrize(
    "value", ["nobody", "a@b\r\nBcc: c@d", "<a@example.org", "a@example.org>", "a@@b", "a b@c", "", None, 5]
)
def test_what_is_no_address_is_said_to_be_none(value: object) -> None:
    with pytest.raises(ValidationError, match="no mail address"):
        Settings.model_validate({"to": [value]})
