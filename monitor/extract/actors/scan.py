"""A sentence scanned for those who do and suffer: names, states with their forces, and words for people.

Linear: one look-up a word in three dictionaries, and a bounded look around what is found."""

from collections.abc import Iterator

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from monitor.extract.actors.index import ActorIndex, Alias, Listed, Nation, Noun
from monitor.extract.words.phrases import HYPHENS, lines
from monitor.extract.words.tokens import Document, Line
from monitor.model import ActorKind

SHORT = 3
"""Letters of an acronym that may mean many things."""
LONGEST, LETTERS = 5, 7
"""Words in an unlisted group's name, and letters in its acronym, at most."""
TITLE = 30
"""Words of a sentence that tell whether it is written as titles are."""
MODIFIERS = 4
"""How many adjectives may stand before a noun."""


class Mention(msgspec.Struct, frozen=True):
    """Somebody as the text says it, before descriptors are resolved. Tokens [first, last); `listed` a named actor,
    `nation` a state's code, `noun` the word; `definite` after a determiner, `owned` after "its"; `holder` only as an
    adjective ("-held"); `short` named by two or three letters; `deed` a state before its weapon ("an Israeli raid");
    `others` who are called as `listed` is, in other countries; `linked` not `listed` himself, but somebody linked to
    him ("militants linked to al-Qaeda")."""

    first: int
    last: int
    sentence: int
    listed: Listed | None = None
    nation: str | None = None
    noun: Noun | None = None
    definite: bool = False
    holder: bool = False
    owned: bool = False
    short: bool = False
    deed: bool = False
    others: tuple[Listed, ...] = ()
    linked: bool = False


class Scan(Struct, frozen=True, gc=False):
    """One sentence under scan."""

    document: Document
    index: ActorIndex
    line: Line
    number: int

    def mentions(self) -> Iterator[Mention]:
        """All mentions of the sentence, in order, none overlapping another."""
        behind = 0
        for k in self.index.starts.of(self.line.words):
            found = (self._unlisted(k, behind) or self._at(k)) if k >= behind else None
            if found is not None:
                yield from found[1]
                behind = found[0]

    def _at(self, k: int) -> tuple[int, list[Mention]] | None:
        """What begins with word k, and the word after it."""
        name, noun = self.name(k), self._noun(k)
        named = self._named(k, *name) if name else None
        if named and (noun is None or named[0] >= noun[0]):
            return named
        nation = self.nation(k)
        if nation:
            return self._national(k, *nation)
        return self._described(k, *noun) if noun else None

    def _unlisted(self, k: int, behind: int) -> tuple[int, list[Mention]] | None:
        """A group that no list has, behind word `behind`: "the Zomi Revolutionary Army", whose name word k ends, or an
        acronym before a noun ("APC fighters"). Where all words begin in capitals, names are not told from others."""
        kind = self.index.orders.get(self.line.words[k])
        first = self._titled(k, behind) if kind and self._capitalised(k) else k
        if kind and first < k:
            return None if self._loud() else self._called(first, k + 1, kind)
        noun = self._noun(k) if self._shortened(k - 1, behind) else None
        if noun is None or not self._partisan(k, noun[1]) or self._loud():
            return None
        return self._called(k - 1, k, self.index.none(noun[1]).kind)

    def _partisan(self, k: int, noun: Noun) -> bool:
        """Whether word k can be a group's own people: "fighters" or "forces", not a state's "soldiers"."""
        return armed(noun) and not noun.pronoun and (not noun.force or self.line.words[k] in self.index.words.forces)

    def _called(self, first: int, end: int, kind: ActorKind) -> tuple[int, list[Mention]]:
        """The group whose name words `first` to `end` are, with its acronym and the noun behind it."""
        name = " ".join(self._token(j) for j in range(first, end))
        noun = self._owned(end)
        last = self._acronym(noun[0] if noun and armed(noun[1]) else end)
        return last, [self._mention(first, last, listed=Listed(name, kind))]

    def _ordered(self, k: int) -> tuple[int, list[Mention]] | None:
        """An unlisted group whose name begins with word k."""
        for j in range(k + 1, min(k + LONGEST + 1, len(self.line.words))):
            kind = self.index.orders.get(self.line.words[j])
            if kind and self._capitalised(j) and self._titled(j, k) == k and not self._loud():
                return self._called(k, j + 1, kind)
        return None

    def _token(self, k: int) -> str:
        return self.document.tokens[self.line.at[k]].text

    def _loud(self) -> bool:
        """Whether capitals tell nothing in the sentence: it is all in capitals, or a title that begins its words so."""
        if self.document.capitals:
            return True
        opening = map(self._token, range(min(len(self.line.words), TITLE)))
        return all(text[0].isupper() for text in opening if len(text) > SHORT and text.isalpha())

    def _titled(self, k: int, behind: int) -> int:
        """The first of the capitalised words before word k, of which one is no ordinary adjective."""
        first = k
        if self.document.capitals:
            return k
        while first > max(behind, k - LONGEST) and self._capitalised(first - 1):
            first -= 1
        plain = self.index.words.modifiers | self.index.words.determiners
        while first < k and self.line.words[first] in plain:
            first += 1
        strange = [word for word in self.line.words[first:k] if word not in plain]
        known = any(self.nation(j) or self.name(j) for j in range(first, k))
        return first if len(strange) > 1 and not known else k

    def _capitalised(self, k: int) -> bool:
        return self._token(k)[0].isupper() and self.document.tokens[self.line.at[k]].kind == "word"

    def _shortened(self, k: int, behind: int) -> bool:
        """Whether word k is an acronym that nobody knows."""
        if k < behind or self.document.capitals:
            return False
        text = self._token(k)
        return text.isupper() and SHORT <= len(text) <= LETTERS and text.isalpha() and not self._meant(k)

    def _meant(self, k: int) -> bool:
        """Whether word k is an actor's or a state's name, or a noun."""
        return bool(self.name(k) or self.nation(k) or self.index.nouns.longest(self.line.words, k))

    def name(self, k: int) -> tuple[int, Alias] | None:
        """The longest name that begins with word k, written as names are."""
        for length, alias in self.index.names.every(self.line.words, k):
            if alias.spelling.fits(self.document, self.line, k, length):
                return length, alias
        return None

    def nation(self, k: int) -> tuple[int, Nation] | None:
        """The state whose name, adjective or capital begins with word k."""
        found = self.index.nations.longest(self.line.words, k)
        if found and found[1].spelling.fits(self.document, self.line, k, found[0]) and not self._leans(k):
            return found
        return None

    def _leans(self, k: int) -> bool:
        """Whether a leaning and a hyphen stand before word k ("pro-")."""
        if k == 0 or self.line.words[k - 1] not in self.index.words.leanings:
            return False
        return self.document.tokens[self.line.at[k] - 1].text in HYPHENS

    def _sponsor(self, k: int) -> bool:
        """Whether word k follows a hyphen and makes an adjective of what stands before it ("-backed")."""
        words = self.line.words
        if not 0 < k < len(words) or words[k] not in self.index.words.sponsored:
            return False
        return self.document.tokens[self.line.at[k] - 1].text in HYPHENS

    def _noun(self, k: int) -> tuple[int, Noun] | None:
        """A noun with the adjectives before it, from word k on: (the word after it, the noun)."""
        words = self.line.words
        for j in range(k, min(k + MODIFIERS + 1, len(words))):
            if j > k and self.name(j):
                return None
            found = self.index.nouns.longest(words, j)
            if found:
                people = not self.index.words.peoples.isdisjoint(words[k:j])
                return self._compound(j + found[0], self.index.none(found[1]) if people else found[1])
            if words[j] not in self.index.words.modifiers and not (j > k and self._sponsor(j)):
                return None
        return None

    def _compound(self, k: int, noun: Noun) -> tuple[int, Noun]:
        """Nouns in a row are one ("rebel group fighters"); the first says what kind."""
        found = self.index.nouns.longest(self.line.words, k)
        while found and armed(noun) and armed(found[1]):
            k += found[0]
            found = self.index.nouns.longest(self.line.words, k)
        return k, noun

    def _owned(self, k: int) -> tuple[int, Noun] | None:
        """A noun behind its owner, with or without a possessive ending."""
        if k < len(self.line.words) and self.line.words[k] in self.index.words.possessives:
            k += 1
        return self._noun(k)

    def _named(self, k: int, length: int, alias: Alias) -> tuple[int, list[Mention]]:
        """A name with the noun behind it, or one that only makes an adjective ("M23-held")."""
        end = self._acronym(k + length)
        letters = "".join(self.line.words[k : k + length])
        short = alias.spelling.acronym and len(letters) <= SHORT and letters.isalpha()
        offshoot = self.line.words[end : end + 1]
        kin = self._kin(k, end, alias)
        if kin:
            return kin
        if self._sponsor(end) or not self.index.words.offshoots.isdisjoint(offshoot):
            holder = self._mention(k, end, listed=alias.actor, holder=True)
            return end + 1, [replace(holder, short=short, others=alias.others)]
        noun = self._owned(end)
        last = noun[0] if noun and armed(noun[1]) else end
        mention = self._mention(k, last, listed=alias.actor, noun=noun[1] if noun and last != end else None)
        linked = last != end and self._branch(last - 1)
        return last, [replace(mention, short=short, others=alias.others, linked=linked)]

    def _kin(self, k: int, end: int, alias: Alias) -> tuple[int, list[Mention]] | None:
        """Those whom a movement and a hyphen only describe ("Islamic State-linked fighters")."""
        linked = self._sponsor(end) and self.line.words[end] in self.index.words.linking
        noun = self._noun(end + 1) if linked and alias.actor.name in self.index.branches else None
        if noun is None or not armed(noun[1]):
            return None
        return noun[0], [replace(self._mention(k, noun[0], listed=alias.actor, noun=noun[1]), linked=True)]

    def _branch(self, k: int) -> bool:
        """Whether word k is for a part of a movement ("the regional affiliate of")."""
        return self.line.words[k] in self.index.words.branches

    def _acronym(self, k: int) -> int:
        """The word after an acronym in brackets at word k, or k."""
        words = self.line.words
        if words[k : k + 1] == ["("] and ")" in words[k + 1 : k + 6]:
            close = words.index(")", k)
            inner = "".join(self.document.tokens[i].text for i in self.line.at[k + 1 : close])
            if inner and inner.upper() == inner and any(map(str.isalpha, inner)):
                return close + 1
        return k

    def _national(self, k: int, length: int, nation: Nation) -> tuple[int, list[Mention]]:
        end = k + length
        if self._sponsor(end):
            sponsor = self._mention(k, end, nation=nation.code, holder=True)
            noun = None if self.name(end + 1) or self.nation(end + 1) else self._noun(end + 1)
            if noun is None:
                return end + 1, [sponsor]
            return noun[0], [sponsor, self._mention(end + 1, noun[0], noun=self.index.none(noun[1]))]
        noun = self._owned(end)
        if noun:
            return noun[0], [self._mention(k, noun[0], nation=nation.code, noun=noun[1])]
        alone = replace(self._mention(k, end, nation=nation.code), deed=self._deed(end, nation))
        return self._joined(k, end, nation) or (end, [alone])

    def _deed(self, k: int, nation: Nation) -> bool:
        """Whether word k, perhaps behind a possessive ending and an adjective, is a weapon or a deed. A bare capital
        before it is where it struck ("the Beirut strike")."""
        words, known = self.line.words, self.index.words
        owned = words[k : k + 1] != [] and words[k] in known.possessives
        if nation.capital and not owned:
            return False
        k += owned
        k += words[k : k + 1] != [] and words[k] in known.modifiers
        return k < len(words) and words[k] in known.deeds

    def _joined(self, k: int, end: int, nation: Nation) -> tuple[int, list[Mention]] | None:
        """Two states that share a noun ("Russian and Syrian forces")."""
        words = self.line.words
        if not (end < len(words) and words[end] in self.index.words.conjunctions and nation.adjective):
            return None
        second = self.nation(end + 1)
        noun = self._owned(end + 1 + second[0]) if second else None
        if not second or not noun or not noun[1].force:
            return None
        first = self._mention(k, end, nation=nation.code, noun=noun[1])
        return noun[0], [first, self._mention(end + 1, noun[0], nation=second[1].code, noun=noun[1])]

    def _described(self, k: int, end: int, noun: Noun) -> tuple[int, list[Mention]]:
        owner = self.index.linkers.longest(self.line.words, end) if armed(noun) else None
        if owner:
            at = self._past_apposed(self._past_modifiers(end + owner[0]))
            name, nation = self.name(at), self.nation(at)
            behind = self.line.words[at + name[0] : at + name[0] + 1] if name else []
            if name and behind and behind[0] in self.index.words.offshoots:
                at += name[0] + 1
                name = self.name(at) if at < len(self.line.words) else None
            if name:
                after = self._acronym(at + name[0])
                behind_name = self._noun(after)
                after = behind_name[0] if behind_name and armed(behind_name[1]) else after
                mention = self._mention(k, after, listed=name[1].actor, noun=noun)
                linked = self.line.words[end] in self.index.words.linking or self._branch(end - 1)
                return after, [replace(mention, others=name[1].others, linked=linked)]
            group = None if nation else self._ordered(at)
            if group:
                return group[0], [replace(group[1][0], first=self.line.at[k])]
            if nation and noun.force:
                after = self._government(at + nation[0])
                return after, [self._mention(k, after, nation=nation[1].code, noun=noun)]
        owned = k > 0 and self.line.words[k - 1] in self.index.words.owners
        definite = owned if noun.owned else self._definite(k)
        return end, [replace(self._mention(k, end, noun=noun, definite=definite), owned=owned)]

    def _government(self, k: int) -> int:
        """The word after a government that word k begins ("Yemen's government"), or k."""
        noun = self._owned(k)
        return noun[0] if noun and noun[1].force == "government" else k

    def _definite(self, k: int) -> bool:
        """Whether a determiner stands before word k, perhaps with a number between."""
        if k > 1 and self.document.tokens[self.line.at[k - 1]].kind == "number":
            k -= 1
        return k > 0 and self.line.words[k - 1] in self.index.words.determiners

    def _past_apposed(self, k: int) -> int:
        """The word where the name begins that words from k on only describe ("the banned outfit ULFA"), or k."""
        nation = self.nation(k)
        noun = None if self.name(k) else self._noun(k + nation[0] if nation else k)
        return noun[0] if noun and armed(noun[1]) and noun[0] < len(self.line.words) and self.name(noun[0]) else k

    def _past_modifiers(self, k: int) -> int:
        """The first word from k on that is no adjective, or begins a name."""
        while k < len(self.line.words) and not self.name(k):
            nation = self.nation(k)
            if nation and self._sponsor(k + nation[0]):
                k += nation[0] + 1
            elif self.line.words[k] in self.index.words.modifiers:
                k += 1
            else:
                break
        return k

    def _mention(
        self,
        k: int,
        end: int,
        *,
        listed: Listed | None = None,
        nation: str | None = None,
        noun: Noun | None = None,
        definite: bool = False,
        holder: bool = False,
    ) -> Mention:
        return Mention(self.line.at[k], self.line.end(end), self.number, listed, nation, noun, definite, holder)


def armed(noun: Noun) -> bool:
    """Whether the word is for one side of a fight, not for bystanders."""
    return noun.kind not in ("civilians", "protesters")


def mentions(document: Document, index: ActorIndex) -> list[Mention]:
    """All mentions of an article, in the order of the text."""
    found: list[Mention] = []
    for number, line in enumerate(lines(document)):
        found.extend(Scan(document, index, line, number).mentions())
    return found


def words(document: Document, mention: Mention) -> str:
    """The exact text of a mention."""
    first, last = document.tokens[mention.first], document.tokens[mention.last - 1]
    return document.quote(document.sentences[mention.sentence].in_, first.start, last.end)
