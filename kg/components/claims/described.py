"""Who is meant by a description: "the mother of three", "the former judge", "the Norwegian".

What the text says of somebody anywhere tells first; else, who is in focus if nothing speaks
against that one (`Portraits`, `Focus`).
"""

from __future__ import annotations

from functools import partial

from spacy.tokens import Token

from kg import lexicon
from kg.components.antecedents import chances
from kg.components.claims.focus import Focus
from kg.components.claims.nouns import is_aged
from kg.components.claims.parts import Parts
from kg.components.claims.portraits import AGE, Portraits
from kg.components.claims.quotations import Quoted
from kg.components.claims.voices import Voices
from kg.components.genders import Genders
from kg.facts import Entity

NARROWING = ("nmod", "acl:relcl", "acl", "nmod:poss", "appos", "flat")
PLURAL_PEOPLES = ("sh", "ch", "ese", "ss")
NOMINAL = ("NOUN", "ADJ", "PROPN")
OCCUPATION, POST = "occupation", "post"
COMPANY, CIVILIAN = "company", "civilian"  # kinds of nouns


class Described:
    """Finds the people and bodies of one document that descriptions stand for."""

    def __init__(self, voices: Voices, quoted: Quoted, genders: Genders) -> None:
        self.notes = voices.notes
        self.doc = voices.doc
        self.view = voices.view
        self.referents = voices.referents
        self.lexicon = voices.lexicon
        self.rules = lexicon.coreference()
        self.titles = lexicon.titles()
        self.genders = genders
        self.parts = Parts(voices)
        self.focus = Focus(voices, quoted)
        self.portraits = Portraits(voices)

    def entity(self, noun: Token, before: Entity | None = None) -> Entity | None:
        """The one with a name for whom a description that speaks stands: who was so described
        before, who is likely, who is so described later, who spoke last (`before`), who is in
        focus."""
        one = self._is_of_one(noun)
        said = self.portraits.said(noun.lemma_.lower()) if one else []
        told = [entity for entity in said if self._explains(noun, entity)]
        known = [e for e in told if self.notes.mentions_of(e.id)[0].span.begin < noun.idx]
        entity = known[0] if len(known) == 1 else self._likely(noun)
        if entity is None and len(told) == 1:
            return told[0]
        if entity is not None or told or not self._is_new(noun):
            return entity
        fits = partial(self._may_be, noun)
        if self._is_one_company(noun) and (above := self.focus.above(noun, fits)):
            return above
        if not one:
            return None
        if before is not None and self._may_be(noun, before, spoke=True):
            return before
        return self.focus.before(noun, fits)

    def _is_of_one(self, noun: Token) -> bool:
        """Whether a noun describes one person or body, and not by what it is to another."""
        one = "Person" in self.referents.types(noun) or self._is_company(noun)
        return one and self._is_definite(noun) and not self.referents.is_plural(noun)

    def _is_company(self, noun: Token) -> bool:
        return COMPANY in self.referents.types(noun)

    def _is_one_company(self, noun: Token) -> bool:
        """Whether a noun is of one company, maybe by what it makes: "the maker of X's soups"."""
        company = self.referents.has_the(noun) and self._is_company(noun)
        return company and not self.referents.is_plural(noun)

    def _is_definite(self, noun: Token) -> bool:
        """Whether "the" opens a description to which nobody else belongs."""
        owned = self.view.children(noun, "nmod:poss", "acl", "appos", "flat")
        of = [t for _, t in self.view.obliques(noun)]
        loose = all(t.pos_ in ("NOUN", "NUM") and not self._is_determined(t) for t in of)
        return self.referents.has_the(noun) and not owned and loose and noun.pos_ in NOMINAL

    def _is_determined(self, noun: Token) -> bool:
        """Whether an article or an owner tells which one: "the sea", "its staff"."""
        return bool(self.view.children(noun, "det", "nmod:poss"))

    def _explains(self, noun: Token, entity: Entity) -> bool:
        """Whether all that a description says is told of somebody elsewhere."""
        portrait = self.portraits.of(entity)
        anyone = CIVILIAN in self.referents.types(noun) and not self._added(noun)
        fits = self._agrees(noun, entity) and noun.lemma_.lower() in portrait.nouns
        return fits and not anyone and self._added(noun) <= portrait.words

    def _added(self, noun: Token) -> set[str]:
        """The lemmas before a noun that may narrow it to another."""
        parts = self.view.children(noun, "amod", "compound")
        parts = [part for part in parts if part.lower_ not in self.rules.mild_participles]
        words = {t.lemma_.lower() for part in parts for t in self.view.subtree(part) if t.is_alpha}
        return words - self.rules.mild

    def _agrees(self, noun: Token, entity: Entity) -> bool:
        """Whether type, gender and age of somebody are those of a description."""
        if entity.type not in ("Person", "Organization") or not entity.named:
            return False
        if entity.type not in self.referents.types(noun) or not self.genders.fits(noun, entity.id):
            return False
        ages, known = self._ages(noun), self.portraits.of(entity).ages
        return not ages or not known or not ages.isdisjoint(known)

    def _ages(self, noun: Token) -> set[str]:
        """The age that a description gives: "the 63-year-old farmer"."""
        found = AGE.search(self.view.noun_phrase(noun).text)
        return {found[1] or found[2]} if found else set()

    def _is_new(self, noun: Token) -> bool:
        """Whether a noun is not that of somebody else before, and says more than what somebody
        is to another."""
        lemma = noun.lemma_.lower()
        before = (t for t in self.focus.body(noun) if t.lemma_.lower() == lemma)
        said = any(not self.referents.is_plural(t) for t in before)
        return not said and lemma not in self.rules.relative and lemma not in self.lexicon.speakers

    def _may_be(self, noun: Token, entity: Entity, *, spoke: bool = False) -> bool:
        """Whether nothing that is known of somebody in focus speaks against a description; what
        others may be as well, only of one who just `spoke` and whom nothing else describes."""
        if not self._agrees(noun, entity) or self.parts.is_another(noun, entity):
            return False
        if entity.type == "Organization":
            return entity.item is None
        title = self.titles.get(noun.lemma_.lower())
        kind = title.kind if title is not None else OCCUPATION
        if kind == POST and not self._is_former(noun):
            return not any(map(self._is_office, self.portraits.of(entity).nouns))
        counted = any(t.pos_ == "NUM" for _, t in self.view.obliques(noun))
        unique = noun.lemma_.lower() in self.lexicon.unique or kind != OCCUPATION
        bare = spoke and not self.portraits.of(entity).nouns
        return counted or not unique or bare or self._is_former(noun)

    def _is_former(self, noun: Token) -> bool:
        """Whether somebody is no longer what a noun says, so that another may be now."""
        words = {t.lower_ for t in self.view.children(noun, "amod", "compound")}
        return any(self.titles.modifiers.get(word) == "former" for word in words)

    def _is_office(self, word: str) -> bool:
        """Whether a noun is of more than an occupation: "mayor", "colonel", not "baker"."""
        title = self.titles.get(word)
        return title is not None and title.kind != OCCUPATION

    def _likely(self, token: Token) -> Entity | None:
        """The person whom the language model finds that a definite description most likely
        stands for, if no gender speaks against it."""
        definite = self.referents.has_the(token)
        person = "Person" in self.referents.types(token) and not self.referents.is_plural(token)
        title = self.titles.get(token.lemma_.lower())
        office = title is not None and title.kind in ("office", "rank")
        if not definite or not person or office or self.is_narrowed(token):
            return None
        likely = chances(self.notes, self.view, token).by_entity
        best = max(sorted(likely), key=lambda key: likely[key], default=None)
        entity = self.notes.entities[best] if best else None
        sure = best is not None and likely[best] >= self.rules.learnt.speaking
        named = entity is not None and entity.named and entity.type == "Person"
        if entity is None or not (sure and named) or self._is_taken(token, entity):
            return None
        return entity if self.genders.fits(token, entity.id) else None

    def _is_taken(self, token: Token, entity: Entity) -> bool:
        """Whether the same noun stands for somebody else before."""
        before = (t for t in self.doc[: token.i] if t.lemma_.lower() == token.lemma_.lower())
        return any(self.notes.entity_at(t) not in (entity, None) for t in before)

    def goes_on(self, token: Token, before: Entity) -> bool:
        """Whether a description that is new to the text stands for the person who spoke last:
        "the striker said", "said the 61-year-old"; none of an office, which somebody else may
        have."""
        alone = self._is_parent(token) or is_aged(token) or not self.is_narrowed(token)
        alone = alone and self.referents.has_the(token) and token.pos_ in NOMINAL
        if not alone or before.type != "Person" or not before.named:
            return False
        if self.parts.is_another(token, before):
            return False
        known = self.notes.entity_at(token)
        if is_aged(token) or self._is_no_name(token, known) or self._is_parent(token):
            return True
        personal = "Person" in self.referents.types(token) and not self.referents.is_plural(token)
        lemma = token.lemma_.lower()
        unique = self._is_office(lemma) or lemma in self.lexicon.unique
        fresh = (known is None or not known.named) and not self._was_said(token)
        return fresh and personal and not unique

    def compatriot(self, token: Token, before: Entity | None) -> Entity | None:
        """The person in focus, of whom only the country is said: "the Norwegian"."""
        definite = self.referents.has_the(token)
        one = token.text[:1].isupper() and not token.lower_.endswith(PLURAL_PEOPLES)
        known = self.notes.entity_at(token)
        place = known is None or known.type == "Place" or self._is_no_name(token, known)
        loose = self.view.children(token, *NARROWING, "amod", "compound", "case")
        if not (definite and one and place) or loose or self.referents.is_plural(token):
            return None
        if token.pos_ == "NOUN" or token.text.isupper():
            return None
        if before is not None and before.type == "Person" and before.named:
            return before
        return self.focus.before(token, lambda entity: entity.type == "Person")

    def _is_parent(self, token: Token) -> bool:
        """Whether a noun only counts somebody's children: "the mother of three"."""
        return any(p == "of" and t.pos_ == "NUM" for p, t in self.view.obliques(token))

    def _is_no_name(self, token: Token, known: Entity | None) -> bool:
        """Whether what was taken for a person's name is none, as they have no article: "the
        Scot"."""
        mentions = self.notes.mentions_of(known.id) if known is not None else []
        alone = [mention.kind for mention in mentions].count("name") == 1
        name = token.pos_ == "PROPN" and not self.view.compounds(token)
        return alone and name and known is not None and known.type == "Person"

    def is_plain(self, token: Token) -> bool:
        """Whether a description in the singular has an article and nothing more: "the nurse"."""
        narrow = self.is_narrowed(token) or self.view.children(token, "amod", "compound", "nummod")
        plural = self.referents.is_plural(token)
        return self.referents.has_the(token) and token.pos_ == "NOUN" and not narrow and not plural

    def is_narrowed(self, token: Token) -> bool:
        """Whether something says which one is meant: "the man who fled", "the city's mayor"."""
        return bool(self.view.children(token, *NARROWING))

    def _was_said(self, token: Token) -> bool:
        """Whether the same noun stands before in the text."""
        return any(t.lemma_ == token.lemma_ for t in self.doc[: token.i])
