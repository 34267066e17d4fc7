"""`kg_coreference`: pronouns and descriptions find the names they stand for.

Rules in the manner of a deterministic sieve (Lee et al. 2013): appositions and naming
phrases ("militias known as X") first; then, from the beginning of the text, pronouns and
definite descriptions take the best mention before them: of a fitting type, in the nearest
sentence, a subject before others. That mention may itself be only a description.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg import lexicon
from kg.components.descriptions import ROLE, Descriptions
from kg.components.notes import Notes
from kg.components.referents import Referents
from kg.facts import Entity, MentionKind
from kg.lexicon import Frame

CONFIDENCE = 0.7
NOMINAL = ("NOUN", "PROPN")


@Language.component(
    "kg_coreference",
    requires=["doc.user_data", "doc.spans", "token.dep", "token.pos"],
    assigns=["doc.user_data", "doc.spans"],
)
def coreference(doc: Doc) -> Doc:
    """Write the pronominal and descriptive mentions of `doc`."""
    notes = Notes(doc)
    resolver = Resolver(notes)
    tokens = notes.article_tokens()
    for token in tokens:
        resolver.identify(token)
    for token in tokens:
        resolver.resolve(token)
    notes.save()
    return doc


@dataclass(frozen=True)
class Markable:
    """Something before an anaphor that it may refer to, by its head token."""

    head: Token
    sentence: int
    subject: bool


class Resolver:
    """Resolves one document from its beginning, each mention seeing those before it."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.referents = Referents(notes)
        self.view = self.referents.view
        self.descriptions = Descriptions(self.referents)
        self.rules = lexicon.coreference()
        self.sentence = {
            token.i: number for number, sent in enumerate(notes.doc.sents) for token in sent
        }
        self.markables: list[Markable] = []
        self.genders: dict[str, str] = {}

    def identify(self, token: Token) -> None:
        """Make a description the mention of a name it is in apposition to, or is given."""
        if token.pos_ not in NOMINAL or self.notes.entity_at(token):
            return
        if self._is_named_by_compound(token) or self._is_of_another(token):
            return
        named = [*self.view.appositions(token), *self._given_names(token)]
        above = self.view.apposed_to(token)
        for other in [*named, *([above] if above is not None else [])]:
            entity = self.notes.entity_at(other)
            if entity and entity.named and self._agrees(token, other, entity):
                self._add(token, entity, "nominal")
                return

    def _is_of_another(self, token: Token) -> bool:
        """Whether somebody else is the point: "the wife of the minister, X"."""
        head = self.view.head(token)
        if head is None or self.view.relation(token) not in ("nmod", "nmod:poss"):
            return False
        noun, other = self.referents.noun(token), self.referents.noun(head)
        return bool(noun and other and noun.type == other.type == "Person")

    def _is_named_by_compound(self, token: Token) -> bool:
        """Whether a definite noun is the mention of the name before it: "the X group"."""
        determiners = self.view.children(token, "det")
        if self.referents.is_plural(token) or any(
            d.lower_ not in self.rules.definite for d in determiners
        ):
            return False
        for name in self.view.compounds(token):
            entity = self.notes.entity_at(name)
            kinds = self.rules.bearing.get((token.lemma_.lower(), entity.type)) if entity else None
            if entity is None or kinds is None or not entity.named or name.i > token.i:
                continue
            if entity.item is None or entity.item.kind in kinds:
                self._add(token, entity, "nominal")
                return True
        return False

    def _given_names(self, token: Token) -> list[Token]:
        """Names that a noun is given: "carmaker X", "the city of X", and in clauses."""
        found = [part for part in self.view.compounds(token) if part.i > token.i]
        if token.lemma_.lower() in self.rules.naming_of:
            found += [name for p, name in self.view.obliques(token) if p == "of"]
        for clause in self.view.children(token, "acl", "acl:relcl"):
            position = self.rules.naming.get(clause.lemma_.lower())
            if position == "complement":
                found += self.view.children(clause, "xcomp", "obj", "obl")
            elif position:
                found += [noun for p, noun in self.view.obliques(clause) if p == position]
        return found

    def _agrees(self, token: Token, name: Token, entity: Entity) -> bool:
        """Whether a noun can describe an entity; an unknown one if the name follows at once."""
        noun = self.referents.noun(token)
        if noun is None:
            mention = self.notes.mention_at(name)
            return mention is not None and self.notes.tokens(mention.span).start == token.i + 1
        allowed = {noun.type_of(self.referents.is_plural(token)), noun.type, *noun.describes}
        return entity.type in allowed

    def resolve(self, token: Token) -> None:
        """Add a mention at `token` if it refers back, then let later ones refer to it."""
        referring = self.view.relation(token) != "expl"
        if token.lower_ in self.rules.pronouns and token.pos_ in ("PRON", "DET") and referring:
            self._refer(token, "pronoun", self._fits_pronoun)
        elif token.pos_ in NOMINAL and self._is_definite(token):
            self._refer(token, "nominal", self._fits_description)
        if self._is_markable(token):
            subject = self.view.relation(token) in ("nsubj", "nsubj:pass")
            self.markables.append(Markable(token, self.sentence[token.i], subject))

    def _is_markable(self, token: Token) -> bool:
        mention = self.notes.mention_at(token)
        if mention is not None:
            return self.notes.tokens(mention.span)[-1] == token or mention.kind != "name"
        return token.pos_ == "NOUN" and self.referents.noun(token) is not None

    def _refer(self, token: Token, kind: MentionKind, fits: Callable[[Token, Token], bool]) -> None:
        reach = self._reach(token, kind)
        here = self.sentence[token.i]
        local, other = self._local_subjects(token)
        acts = kind == "pronoun" and self._acts(token)
        best: tuple[tuple[bool, bool, bool, float, int, int, int], Token] | None = None
        for markable in reversed(self.markables):
            head, away = markable.head, here - markable.sentence
            if away > reach:
                break
            if head.i in other or self._same_clause(head, token) or self._is_told(head, token):
                continue
            if fits(head, token):
                suits = self._suits(head, token)
                place = acts and "Place" in self.referents.types(head)
                if place and "country" not in self.referents.types(head):
                    continue
                likely = self._likelihood(token, head)
                if kind == "pronoun" and likely < self.rules.learnt.antecedent:
                    continue
                weight = likely * self._salience(markable, away)
                subject = int(markable.subject)
                order = (suits, head.i in local, not place, weight, -away, subject, head.i)
                if best is None or order > best[0]:
                    best = (order, head)
        entity = self.referents.entity(best[1]) if best else None
        if entity and (entity.named or kind == "pronoun"):
            self._add(token, entity, kind)

    def _salience(self, markable: Markable, away: int) -> float:
        """A factor on the language model's probability, which hardly minds the distance."""
        learnt = self.rules.learnt
        return learnt.fading**away * (learnt.subject if markable.subject else 1.0)

    def _likelihood(self, token: Token, head: Token) -> float:
        """How probable the language model finds it that a mention refers to `head`, or to
        another mention of its entity; 1 where it says nothing of the mention."""
        found = self.notes.references.get(str(token.i))
        if found is None:
            return 1.0
        entity = self.notes.entity_at(head)
        likely: list[float] = [
            probability
            for other, probability in found["antecedents"]
            if other == head.i
            or (entity is not None and self.notes.entity_at(token.doc[other]) == entity)
        ]
        return sum(likely)

    def _reach(self, token: Token, kind: MentionKind) -> int:
        """How many sentences back the name may stand."""
        noun = self.referents.noun(token) if kind == "nominal" else None
        if noun and ROLE in noun.kinds:
            return self.rules.distance["title"]
        return self.rules.distance["pronoun" if kind == "pronoun" else "description"]

    def _local_subjects(self, token: Token) -> tuple[set[int], set[int]]:
        """Subjects of the verb above a possessive: those it likely means ("completed their
        capture"), and those it cannot ("stopped its advance")."""
        noun = self.view.head(token)
        if self.view.relation(token) != "nmod:poss" or noun is None:
            return set(), set()
        above = self.view.matrix(noun)
        if above is None or above[0].pos_ not in ("VERB", "AUX"):
            return set(), set()
        subjects = {subject.i for subject in self.view.subjects(above[0])}
        lemma, particle = above[0].lemma_.lower(), self.view.particle(above[0])
        verb = f"{lemma} {particle}" if particle else lemma
        return (set(), subjects) if verb in self.rules.opposing else (subjects, set())

    def _add(self, token: Token, entity: Entity, kind: MentionKind) -> None:
        span = self.view.noun_phrase(token)
        confidence = round(CONFIDENCE * entity.confidence, 4)
        self.notes.add_mention(span, entity.id, "", kind, confidence)
        gender = self._gender(token)
        if gender:
            self.genders.setdefault(entity.id, gender)

    def _gender(self, token: Token) -> str | None:
        """The gender that a pronoun or a noun ("actress") gives whom it stands for."""
        pronoun = self.rules.pronouns.get(token.lower_)
        if pronoun:
            return pronoun.gender
        noun = self.referents.noun(token) if token.pos_ == "NOUN" else None
        return noun.gender if noun else None

    def _fits_pronoun(self, head: Token, token: Token) -> bool:
        pronoun = self.rules.pronouns[token.lower_]
        entity = self.notes.entity_at(head)
        known = self._gender(head) or (self.genders.get(entity.id) if entity else None)
        if known and pronoun.gender and known != pronoun.gender:
            return False
        if pronoun.parallel and self._function(head) != self._function(token):
            return False
        if entity and entity.named:
            return entity.type in pronoun.types
        before = self.rules.pronouns.get(head.lower_)
        if before:
            return before == pronoun
        noun = self.referents.noun(head)
        if noun is None:
            return False
        plural = self.referents.is_plural(head)
        fits = plural or noun.group if pronoun.plural else not plural
        return fits and noun.type_of(plural) in pronoun.types

    def _function(self, token: Token) -> str:
        """The grammatical function of a noun or pronoun, passive subjects being subjects."""
        return self.view.relation(token).removesuffix(":pass")

    def _is_definite(self, token: Token) -> bool:
        """Whether a noun is a bare definite description, and not yet a mention."""
        noun = self.referents.noun(token)
        if noun is None or not noun.describes or self.notes.entity_at(token):
            return False
        determiners = self.view.children(token, "det")
        narrowing = self.view.children(
            token,
            *("amod", "compound", "nmod", "acl", "acl:relcl", "nummod", "nmod:poss", "nmod:desc"),
        )
        if ROLE in noun.kinds:
            narrowing = [n for n in narrowing if n.pos_ not in ("ADJ", "PROPN", "NOUN")]
        definite = any(d.lower_ in self.rules.definite for d in determiners)
        return definite and not narrowing and self.view.apposed_to(token) is None

    def _fits_description(self, head: Token, token: Token) -> bool:
        entity = self.notes.entity_at(head)
        if entity is None or not entity.named:
            return self.descriptions.of_nobody(token, head)
        if self.descriptions.of(token, head, entity):
            return True
        away = self.sentence[token.i] - self.sentence[head.i]
        near = away <= self.rules.distance["unlinked"]
        return near and self.descriptions.may_be(token, entity) and not self._is_repeated(token)

    def _is_repeated(self, token: Token) -> bool:
        """Whether the same noun was said before of somebody who has no name."""
        first = self.sentence[token.i] - self.rules.distance["description"]
        for markable in reversed(self.markables):
            if markable.sentence < first:
                break
            if markable.head.lemma_ == token.lemma_:
                entity = self.notes.entity_at(markable.head)
                if entity is None or not entity.named:
                    return True
        return False

    def _suits(self, head: Token, token: Token) -> bool:
        """Whether the candidate is of a type that the event allows where the anaphor stands."""
        allowed = self._allowed(token)
        types = self.referents.types(head)
        return not allowed or not types or not allowed.isdisjoint(types)

    def _place_in_event(self, token: Token) -> tuple[Sequence[Frame], str]:
        """The frames of an event noun that a token possesses, or of a verb whose subject it
        is, and which of their positions it has."""
        head, relation = self.view.head(token), self.view.relation(token)
        if head is not None and relation == "nmod:poss":
            return lexicon.events().noun(head.lemma_.lower()), "possessor"
        if head is not None and relation == "nsubj":
            return lexicon.events().verb(head.lemma_.lower()), "subject"
        return (), ""

    def _acts(self, token: Token) -> bool:
        """Whether a token acts in an event, so that a country is the last that it may be and
        no other place can."""
        frames, position = self._place_in_event(token)
        roles = {frame.roles[position] for frame in frames if position in frame.roles}
        return roles == {"agent"}

    def _allowed(self, token: Token) -> frozenset[str]:
        """Types the lexicon allows where a token stands in an event; empty for any."""
        frames, position = self._place_in_event(token)
        types = [frame.types.get(position) for frame in frames if position in frame.roles]
        if not types or not all(types):
            return frozenset()
        return frozenset(name for allowed in types if allowed for name in allowed)

    def _is_told(self, head: Token, token: Token) -> bool:
        """Whether `token` is in what the candidate is told: "told the agency that they left"."""
        verb = self.view.head(head)
        if verb is None or self.view.relation(head) not in ("obj", "iobj"):
            return False
        cue = lexicon.claims().verb(verb.lemma_.lower())
        told = cue is not None and cue.addressee == "object"
        return told and self.view.complement(verb) in self.view.ancestors(token)

    def _same_clause(self, head: Token, token: Token) -> bool:
        """Two arguments of one verb are two: "Isis attacked the group"."""
        if self.view.relation(token) == "nmod:poss":
            return False
        one, other = self.view.matrix(head), self.view.matrix(token)
        return one is not None and other is not None and one[0] == other[0]
