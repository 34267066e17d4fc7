"""Claims of headlines: "Police: two killed", "Two killed - police", "X says all is well"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.components.antecedents import COMPLEMENTIZER
from kg.components.claims.cues import PERSONAL
from kg.components.claims.quotations import trimmed
from kg.components.claims.tags import COLON, COMMA, PRESENT, QUESTIONS, TENSED, VERBAL
from kg.components.claims.voices import SPEAKING, Report, Voices
from kg.components.claims.wording import Wording
from kg.facts import ClaimKind, Span

HEADLINE = 0.7
LONGEST_SPEAKER = 6  # words
LEAST = 2  # words of what is said
AGE = 2  # the place of "71" in "Gran, 71, wins"
NAMING = ("of", "for")
NAMED = ("NOUN", "PROPN")
JOINTS = ("as", "after", "while", "before", "amid", "since", "because", "but")
BREAK = ";"


class Headlines:
    """Finds what the headlines of one document give as somebody's words, by a mark that parts
    the words from the speaker, or by a verb that needs no parse."""

    def __init__(self, voices: Voices, wording: Wording) -> None:
        self.voices = voices
        self.view = voices.view
        self.wording = wording
        self.quoted = wording.quoted

    def reports(self) -> Iterator[Report]:
        """At most one claim of each part of a headline; semicolons part them."""
        for block in self.voices.notes.article.blocks:
            if block.kind == "headline":
                found: list[Report] = []
                for part in self._parts(self.voices.between(block.span.begin, block.span.end)):
                    found += self._of_part(part, answers=bool(found))
                yield from found

    @staticmethod
    def _parts(tokens: list[Token]) -> Iterator[list[Token]]:
        begin = 0
        for place, token in enumerate([*tokens, None]):
            if token is None or token.text == BREAK:
                yield tokens[begin:place]
                begin = place + 1

    def _of_part(self, tokens: list[Token], *, answers: bool) -> list[Report]:
        places = range(1, len(tokens) - 1)
        marked = (self._report(tokens, place, answers=answers) for place in places)
        found = next((report for report in marked if report is not None), None)
        found = found or self._said(tokens)
        return [found] if found is not None else []

    def _report(self, tokens: list[Token], place: int, *, answers: bool) -> Report | None:
        """The claim that the mark at a place makes, if it is one."""
        side = self.voices.lexicon.headlines.get(tokens[place].text)
        before, after = tokens[:place], tokens[place + 1 :]
        glued = not tokens[place - 1].whitespace_ and tokens[place].text != COLON
        if side is None or glued:
            return None
        pairs = [(before, after)] if side != "after" else []
        pairs += [(after, before)] if side != "before" else []
        for speaking, words in sorted(pairs, key=lambda pair: len(pair[0])):
            wide = answers or tokens[place].text != COLON
            if (speaker := self._speaker(speaking, words, answers=answers, wide=wide)) is not None:
                return self._claim(words, tokens[place], speaker)
        said = self._quoted(before)
        actor = self._actor(after) if said else None
        if actor is None and not (said and self._is_told_again(said)):
            return None
        return self._claim(before, tokens[place], actor)

    def _said(self, tokens: list[Token]) -> Report | None:
        """The claim of "X says …", "…, says X" and "…, X says", where nothing is quoted."""
        for place, verb in enumerate(tokens):
            if verb.tag_ in QUESTIONS:
                return None
            ends = verb.tag_ == "VB" and place and tokens[place - 1].text == COMMA
            if not (verb.tag_ in PRESENT or ends) or self.quoted.at(verb.idx) is not None:
                continue
            speaking, words = self._sides(tokens, place)
            speaker = self._noun(speaking) if self._is_said(verb, words) else None
            if speaker is None and place and tokens[place - 1].text == COMMA:
                speaking, words = tokens[: place - 1], tokens[place + 1 :]
                speaker = self._actor(speaking) if self._is_said(verb, words) else None
            if speaker is not None and self.voices.may_speak(speaker):
                return self._claim(_untitled(self._until_remark(words, verb)), verb, speaker)
        return None

    def _until_remark(self, words: list[Token], verb: Token) -> list[Token]:
        """What follows a verb, up to what goes on meanwhile: "says he will stay as aides go"."""
        said = {token for token in words if token > verb}
        remark = self.wording.remarks.meanwhile(said)
        return [token for token in words if token not in remark] or words

    @staticmethod
    def _sides(tokens: list[Token], place: int) -> tuple[list[Token], list[Token]]:
        """Who speaks and the words, around the verb of saying at a place."""
        before, after = tokens[:place], tokens[place + 1 :]
        comma = max((n for n, token in enumerate(before) if token.text == COMMA), default=-1)
        if not after:
            return before[comma + 1 :], before[: max(comma, 0)]
        if before and comma == place - 1:
            return after, before[:-1]
        return before, after[after[0].lower_ == COMPLEMENTIZER :]

    def _is_said(self, verb: Token, words: list[Token]) -> bool:
        """Whether words are what a verb says: any with "says", clauses with other verbs."""
        lemma, known = verb.lemma_.lower(), self.voices.lexicon
        if len(words) < LEAST or known.verb(lemma, "clause") is None or words[0].pos_ == "ADP":
            return False
        first = next((n for n, token in enumerate(words) if token.tag_ in TENSED), len(words))
        joints = (token.text == COMMA or token.lower_ in JOINTS for token in words[1:first])
        clause = first < len(words) and not any(joints)
        return clause or words[0] < verb or known.verb(lemma, "headline") is not None

    def _is_told_again(self, said: tuple[Span, ...]) -> bool:
        """Whether a later quotation has the same words."""
        text = self.voices.text
        words = text[said[0].begin : said[-1].end].casefold()
        return any(
            words in text[w.begin : w.end].casefold()
            for quotation in self.quoted.all
            for w in quotation.words
            if w.begin > said[-1].end
        )

    def _claim(self, words: list[Token], mark: Token, speaker: Token | None) -> Report:
        quoted = self._quoted(words)
        spans = quoted or (Span(words[0].idx, words[-1].idx + len(words[-1])),)
        extent = self.voices.extent((*spans, Span(words[0].idx, words[-1].idx)), (mark,), speaker)
        kind: ClaimKind = "directQuote" if quoted else "accordingTo"
        kind = "indirectSpeech" if mark.pos_ in VERBAL else kind
        return Report(kind, (mark,), list(spans), extent, HEADLINE, speaker)

    def _quoted(self, tokens: list[Token]) -> tuple[Span, ...]:
        """The words of the quotation that tokens are, if they are one."""
        whole = Span(tokens[0].idx, tokens[-1].idx + len(tokens[-1]))
        found = [q for q in self.quoted.all if q.span == whole]
        return trimmed(self.voices.text, found[0]).words if found else ()

    def _noun(self, tokens: list[Token]) -> Token | None:
        """The head of what is only a noun phrase: mayor of "Mayor of Tromvik"."""
        if not 0 < len(tokens) <= LONGEST_SPEAKER:
            return None
        if len(tokens) == 1 and tokens[0].is_upper and len(tokens[0]) > 1:
            return tokens[0]
        if tokens[-1].pos_ not in NAMED:
            return None
        if any(token.pos_ in VERBAL or self._is_loose(token) for token in tokens):
            return None
        place = next((n for n, token in enumerate(tokens) if token.pos_ == "ADP"), len(tokens))
        noun = tokens[place - 1]
        return noun if place and noun.pos_ in NAMED else None

    def _speaker(
        self, tokens: list[Token], words: list[Token], *, answers: bool, wide: bool
    ) -> Token | None:
        """The noun of what is only a person or body, or where it may be `wide` also a place
        ("hospital"). One with a name may as well be the topic, unless the words are a sentence
        or quotation, or it answers another one."""
        noun = self._noun(tokens)
        if noun is None or noun.lemma_.lower() in self.voices.lexicon.speakers:
            genre = noun is not None and noun.lower_ in self.voices.lexicon.topical
            return None if genre else noun
        types = self.voices.referents.types(noun)
        happens = any(self._is_event(token) for token in tokens)
        known = self.voices.notes.entity_at(noun)
        common = wide and noun.pos_ == "NOUN"
        named = known is not None and known.named and not common
        every = answers or common
        if happens or types.isdisjoint(SPEAKING if every else PERSONAL):
            return None
        topical = words[0].lower_ in self.voices.lexicon.topical
        says = any(token.pos_ in VERBAL for token in words) and not topical
        return noun if says or not named or answers or self._quoted(words) else None

    def _is_event(self, token: Token) -> bool:
        """Whether a word says that a name is of something that happens: "Cyclone Ida"."""
        noun = self.voices.referents.noun(token)
        return noun is not None and noun.type == "Event"

    @staticmethod
    def _is_loose(token: Token) -> bool:
        """Whether a word is in no name of somebody ("no talks with rebels")."""
        return token.lower_ == "no" or (token.pos_ == "ADP" and token.lower_ not in NAMING)

    def _actor(self, tokens: list[Token]) -> Token | None:
        """Roe in "'I will go': Roe stuns fans", Gran in "'I won': Gran, 71, beats all"."""
        for verb in (token for token in tokens if token.pos_ in VERBAL):
            for subject in self.view.surface_subjects(verb):
                if subject in tokens and self.voices.is_personal(subject):
                    return subject
        aged = len(tokens) > AGE and tokens[1].text == COMMA and tokens[AGE].like_num
        return tokens[0] if aged and self.voices.is_personal(tokens[0]) else None


def _untitled(words: list[Token]) -> list[Token]:
    """Words without what only names their topic: "Floods live: five dead"."""
    place = next((n for n, token in enumerate(words) if token.text == COLON), -1)
    topic = not any(token.pos_ in VERBAL or token.is_quote for token in words[: place + 1])
    return words[place + 1 :] if topic and place + 1 < len(words) else words
