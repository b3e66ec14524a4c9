"""A made-up news day: articles of 300 to 400 words, the same at every run. Of ten articles four tell a toll, one a
captured town, and five neither."""

import random
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape

from msgspec import Struct

TOWNS = (
    ("Homs", "Syria"), ("Deir ez-Zor", "Syria"), ("Mosul", "Iraq"), ("Kirkuk", "Iraq"), ("Kunduz", "Afghanistan"),
    ("Jalalabad", "Afghanistan"), ("Quetta", "Pakistan"), ("Maiduguri", "Nigeria"), ("Kano", "Nigeria"),
    ("Goma", "Democratic Republic of the Congo"), ("Bunia", "Democratic Republic of the Congo"), ("Gao", "Mali"),
    ("Mopti", "Mali"), ("Djibo", "Burkina Faso"), ("Diffa", "Niger"), ("Kismayo", "Somalia"), ("Baidoa", "Somalia"),
    ("Nyala", "Sudan"), ("El Fasher", "Sudan"), ("Malakal", "South Sudan"), ("Bambari", "Central African Republic"),
    ("Pemba", "Mozambique"), ("Taiz", "Yemen"), ("Marib", "Yemen"), ("Misrata", "Libya"), ("Sabha", "Libya"),
    ("Kharkiv", "Ukraine"), ("Kherson", "Ukraine"), ("Sumy", "Ukraine"), ("Sittwe", "Myanmar"), ("Lashio", "Myanmar"),
    ("Cotabato", "Philippines"), ("Imphal", "India"), ("Culiacan", "Mexico"), ("Buenaventura", "Colombia"),
    ("Mekelle", "Ethiopia"), ("Garissa", "Kenya"), ("Bamenda", "Cameroon"), ("Port-au-Prince", "Haiti"),
    ("Cucuta", "Colombia"),
)  # fmt: skip
TOLLS = (
    "At least {n} people were killed on {day} when shells hit a market in {town}, {country}, police said.",
    "An explosion in the centre of {town}, {country}, left {n} people dead and {m} wounded on {day}, a hospital said.",
    "Gunmen killed {n} villagers near {town} in {country} on {day}, residents told reporters.",
    "More than {n} soldiers died on {day} in an ambush outside {town}, {country}, the army said.",
)
CAPTURES = (
    "Rebel fighters captured the town of {town} in {country} from government forces on {day}, the army said.",
    "Government troops retook {town}, {country}, from militants on {day} after a week of fighting, officials said.",
)
QUIET = (
    "The football club of {town}, {country}, won its match on {day} and leads the table by {n} points.",
    "Shares of the largest bank in {town}, {country}, rose by {n} per cent on {day} after a good quarter.",
    "The mayor of {town}, {country}, opened a new library on {day}; it holds {m} thousand books.",
    "Farmers around {town} in {country} expect a good harvest, the ministry of agriculture said on {day}.",
    "A film shot in {town}, {country}, was shown to critics on {day} and ran for {m} minutes.",
)
FILLER = (
    "Shops along the main street stayed closed for most of the morning, and buses took another way.",
    "A spokesman for the provincial council said that an inquiry would begin in the coming days.",
    "Residents who were reached by telephone described long queues for bread and fuel.",
    "The region has seen little rain this year, and water is brought in by lorry twice a week.",
    "Schools are to open again on Monday, according to the office of education.",
    "The governor thanked the volunteers and asked everyone to keep away from the old bridge.",
    "Telephone lines were down for several hours, which made it hard to confirm what people said.",
    "Traders hope that the road to the capital will be repaired before the winter.",
    "The airport, built in the seventies, is used by two airlines and by the post.",
    "An official who did not want to be named said that talks were going on behind closed doors.",
    "Doctors at the city's hospital asked for blood and for medicine that has long been missing.",
    "The local radio station played music until noon and then read out messages from listeners.",
)
MARKERS = ((4, TOLLS), (5, CAPTURES), (10, QUIET))
WORDS = 330


class Item(Struct, frozen=True):
    """One entry of a feed."""

    number: int
    title: str
    text: str
    published: datetime


def item(number: int, now: datetime, kind: tuple[str, ...] | None = None, where: tuple[str, str] | None = None) -> Item:
    """The item of that number, told within the day before `now`; of a kind and a town that are given or its own."""
    dice = random.Random(number)
    kind = kind or next(sentences for below, sentences in MARKERS if number % 10 < below)
    published = now - timedelta(minutes=dice.randrange(60, 1200))
    town, country = where or dice.choice(TOWNS)
    lead = dice.choice(kind).format(
        town=town, country=country, n=dice.randrange(11, 90), m=dice.randrange(91, 200), day=f"{published:%A}"
    )
    body = [lead]
    while sum(len(sentence.split()) for sentence in body) < WORDS:
        body.append(dice.choice(FILLER))
    return Item(number, " ".join(lead.split()[:9]), " ".join(body), published)


def rss(title: str, items: list[Item], base: str) -> bytes:
    """An RSS 2.0 document; each item's link carries its number."""
    parts = [
        f"<item><guid>{base}/items/{item.number}</guid><link>{base}/items/{item.number}</link>"
        f"<title>{escape(item.title)}</title><description>{escape(item.text)}</description>"
        f"<pubDate>{format_datetime(item.published)}</pubDate></item>"
        for item in items
    ]
    head = f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{escape(title)}</title>'
    return f"{head}<link>{base}/</link><description>Made up</description>{''.join(parts)}</channel></rss>".encode()
