"""What data cannot say about a language: how its words inflect. One file a language, one line here."""

from monitor.extract.languages import en
from monitor.extract.languages.base import Language

LANGUAGES: dict[str, Language] = {"en": en.ENGLISH}
