"""What a pronoun or description may refer back to: candidates, how likely the language model
finds each, and what grammar and the event lexicon rule out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Span, Token

from kg import lexicon
from kg.components.notes import Notes
from kg.components.referents import Referents
from kg.facts import Entity
from kg.language.grammar import Grammar
from kg.lexicon import Frame

LONGEST_DATELINE = 14  # tokens
DATELINE = ("PROPN", "PUNCT", "NUM", "SYM", "SPACE")
COMPLEMENTIZER = "that"
CONTRASTING = ("while", "whereas")
DASHES = ("-", "–", "—")


@dataclass(frozen=True)
class Markable:
    """Something before an anaphor that it may refer to, by its head token."""

    head: Token
    sentence: int
    subject: bool


@dataclass(frozen=True)
class Chances:
    """How probable the language model finds the antecedents of one mention, by head token and
    summed by entity; `known` is false where it says nothing of the mention."""

    known: bool = False
    by_head: dict[int, float] = field(default_factory=dict)
    by_entity: dict[str, float] = field(default_factory=dict)

    def of(self, head: Token, entity: Entity | None) -> float:
        """The probability of a candidate and other mentions of it; 1 where nothing is said."""
        if not self.known:
            return 1.0
        return self.by_entity.get(entity.id, 0.0) if entity else self.by_head.get(head.i, 0.0)


def chances(notes: Notes, view: Grammar, token: Token) -> Chances:
    """What the language model says of a token's antecedents; "thousands" of "thousands of
    people" are people."""
    found = notes.references.get(str(token.i))
    if found is None:
        return Chances()
    chances = Chances(known=True)
    for place, probability in found["antecedents"]:
        head = _counted(view, token.doc[place])
        entity = notes.entity_at(head)
        chances.by_head[head.i] = chances.by_head.get(head.i, 0.0) + probability
        if entity:
            before = chances.by_entity.get(entity.id, 0.0)
            chances.by_entity[entity.id] = before + probability
    return chances


def sentence_before(token: Token) -> Span | None:
    """The sentence before that of a token, white space left out."""
    place = token.sent.start
    while place and token.doc[place - 1].is_space:
        place -= 1
    return token.doc[place - 1].sent if place else None


def is_that_clause(view: Grammar, clause: Token) -> bool:
    """Whether "that" opens a clause, wherever the parser hung it: "and that X hopes Y will …"."""
    words = (t for t in view.subtree(clause) if not t.is_punct and t.pos_ != "CCONJ")
    first = next(words, clause)
    return first.lower_ == COMPLEMENTIZER and first.tag_ == "IN"


def _counted(view: Grammar, token: Token) -> Token:
    """What a noun of number counts; any other token itself."""
    if token.lemma_.lower() not in lexicon.coreference().partitive["nouns"]:
        return token
    return next((noun for p, noun in view.obliques(token) if p == "of"), token)


class Constraints:
    """What grammar and the event lexicon say of an anaphor and a candidate."""

    def __init__(self, referents: Referents) -> None:
        self.referents = referents
        self.view = referents.view
        self.rules = lexicon.coreference()

    def local_subjects(self, token: Token) -> tuple[set[int], set[int]]:
        """What a pronoun likely means near it, and what it cannot: subjects of the verb above
        a possessive ("completed their capture", not "stopped its advance"), who says something
        with the pronoun as its subject ("X said he would")."""
        noun = self.view.head(token)
        if self.view.relation(token) in ("nsubj", "nsubj:pass") and noun is not None:
            return self._who_says(noun), set()
        if self.view.relation(token) != "nmod:poss" or noun is None:
            return set(), set()
        above = self.view.matrix(noun)
        if above is None or above[0].pos_ not in ("VERB", "AUX"):
            return set(), set()
        subjects = self.places(self.view.subjects(above[0]))
        lemma, particle = above[0].lemma_.lower(), self.view.particle(above[0])
        verb = f"{lemma} {particle}" if particle else lemma
        return (set(), subjects) if verb in self.rules.opposing else (subjects, set())

    def _who_says(self, predicate: Token) -> set[int]:
        """Who says that a predicate holds: X of "X said he would"; not "his lawyer"."""
        above = self.view.matrix(predicate)
        if above is None or above[1] != "complement" or not self._is_of_saying(above[0]):
            return set()
        subjects = self.view.subjects(above[0])
        return self.places(s for s in subjects if self.view.possessor(s) is None)

    def places(self, tokens: Iterable[Token]) -> set[int]:
        """Where tokens are candidates: a name is one by its last token."""
        notes = self.referents.notes
        mentions = ((token, notes.mention_at(token)) for token in tokens)
        return {
            notes.tokens(m.span)[-1].i if m is not None and m.kind == "name" else token.i
            for token, m in mentions
        }

    def goes_on_speaking(self, token: Token) -> bool:
        """Whether a pronoun says something, and not in answer: "he added that …", "he sobbed:"."""
        verb = self.view.head(token)
        if verb is None or verb.lemma_ in self.rules.answering:
            return False
        if self.view.relation(token) == "nmod:poss":  # "in her view"
            source = f"{self.view.preposition(verb)} the {verb.lower_} of"
            return source in lexicon.claims().sources
        return self.speaks(token) or self._is_quoted_by(verb, token)

    def _is_quoted_by(self, verb: Token, subject: Token) -> bool:
        """Whether a quotation follows a verb of saying and its subject."""
        after = self.view.doc[max(verb.i, subject.i) + 1 : max(verb.i, subject.i) + 3]
        tells = lexicon.claims().tells(verb.lemma_.lower())
        return tells and self.view.relation(subject) == "nsubj" and any(t.is_quote for t in after)

    def speakers(self, sentence: Span) -> set[int]:
        """Who says the last of what a sentence gives as somebody's words."""
        for verb in reversed(sentence):
            known = self._is_of_saying(verb) or lexicon.claims().tells(verb.lemma_.lower())
            says = known and not is_that_clause(self.view, verb)
            own = self.view.children(verb, "nsubj") if says else []
            if own and not self._is_said(verb):
                return self.places(self._with_names(own))
        return set()

    def subjects(self, verb: Token) -> set[int]:
        """Where the subjects of a verb are candidates, and the names that stand with them."""
        return self.places(self._with_names(self.view.surface_subjects(verb)))

    def _with_names(self, nouns: Iterable[Token]) -> list[Token]:
        nouns = list(nouns)
        return [*nouns, *(t for noun in nouns for t in self._named(noun))]

    def _named(self, noun: Token) -> list[Token]:
        """The names that stand with a description: "the doctor, X,", "his wife X"."""
        after = noun.doc[noun.i + 1 : noun.i + 2]
        return [*self.view.appositions(noun), *(t for t in after if t.pos_ == "PROPN")]

    def _is_said(self, verb: Token) -> bool:
        """Whether a verb stands in what somebody says, and not beside it: ", while X said"."""
        if any(mark in CONTRASTING for mark in self.view.markers(verb)):
            return False
        chain = [verb, *self.view.ancestors(verb)]
        return any(self.view.relation(t) in ("ccomp", "xcomp", "acl", "acl:relcl") for t in chain)

    def _is_of_saying(self, verb: Token) -> bool:
        return lexicon.claims().verb(verb.lemma_.lower()) is not None

    def datelines(self) -> set[int]:
        """The words before a dash that opens a report: "X, the Y, 9 March (Agency) - A man ..."."""
        found: set[int] = set()
        for sentence in self.view.doc.sents:
            for token in sentence[:LONGEST_DATELINE]:
                article = token.pos_ == "DET" and token.i > sentence.start
                if token.pos_ not in DATELINE and not article:
                    break
                if token.text in DASHES:
                    found.update(range(sentence.start, token.i))
                    break
        return found

    def is_empty(self, token: Token) -> bool:
        """Whether a pronoun stands for nothing: "it rained"; what says something never does."""
        verb = self.view.head(token)
        says = verb is not None and verb.pos_ == "VERB" and self._is_of_saying(verb)
        active = says and verb is not None and not self.view.is_passive(verb)
        return self.view.relation(token) == "expl" and not active

    def following_subject(self, token: Token) -> Token | None:
        """Who a pronoun in front of a clause points forward to: X of "in his speech, X said"."""
        below = token
        for above in self.view.ancestors(token):
            if above.pos_ in ("VERB", "AUX") and above.i > token.i:
                fronted = self.view.relation(below) in ("obl", "advcl")
                subjects = self.view.surface_subjects(above) if fronted else []
                return next((s for s in subjects if below.i < s.i < above.i), None)
            below = above
        return None

    def same_clause(self, head: Token, token: Token) -> bool:
        """Two arguments of one verb are two: "Isis attacked the group"."""
        if self.view.relation(token) == "nmod:poss":
            return False
        one, other = self.view.matrix(head), self.view.matrix(token)
        return one is not None and other is not None and one[0] == other[0]

    def is_told(self, head: Token, token: Token) -> bool:
        """Whether `token` is in what the candidate is told: "told the agency that they left"."""
        verb = self.view.head(head) if self._is_addressee(head) else None
        return verb is not None and self.view.complement(verb) in self.view.ancestors(token)

    def _is_addressee(self, token: Token) -> bool:
        """Whether something is said to a token: X of "told X"."""
        verb = self.view.head(token)
        if verb is None or self.view.relation(token) not in ("obj", "iobj"):
            return False
        cue = lexicon.claims().verb(verb.lemma_.lower())
        return cue is not None and cue.addressee == "object"

    def is_cited(self, token: Token) -> bool:
        """Whether a token is whom something was said to, or is said to have said it."""
        return self._is_addressee(token) or self.view.preposition(token) in lexicon.claims().sources

    def speaks(self, token: Token) -> bool:
        """Whether a token is the subject of a verb of saying."""
        verb = self.view.head(token)
        if verb is None or self.view.relation(token) != "nsubj":
            return False
        return self._is_of_saying(verb)

    def says(self, head: Token, token: Token) -> bool:
        """Whether a candidate is the speaker of a clause in which a token stands."""
        verb = self.view.head(head) if self.speaks(head) else None
        return verb is not None and self.view.complement(verb) in self.view.ancestors(token)

    def suits(self, head: Token, token: Token) -> bool:
        """Whether the candidate is of a type that the event allows where the anaphor stands."""
        allowed = self._allowed(token)
        types = self.referents.types(head)
        return not allowed or not types or not allowed.isdisjoint(types)

    def acts(self, token: Token) -> bool:
        """Whether a token acts in an event, so that a country is the last that it may be and
        no other place can."""
        frames, position = self._place_in_event(token)
        roles = {frame.roles[position] for frame in frames if position in frame.roles}
        return roles == {"agent"}

    def _place_in_event(self, token: Token) -> tuple[Sequence[Frame], str]:
        """The frames of an event noun that a token possesses, or of a verb whose subject it
        is, and which of their positions it has."""
        head, relation = self.view.head(token), self.view.relation(token)
        if head is not None and relation == "nmod:poss":
            return lexicon.events().noun(head.lemma_.lower()), "possessor"
        if head is not None and relation == "nsubj":
            return lexicon.events().verb(head.lemma_.lower()), "subject"
        return (), ""

    def _allowed(self, token: Token) -> frozenset[str]:
        """Types the lexicon allows where a token stands in an event; empty for any."""
        frames, position = self._place_in_event(token)
        types = [frame.types.get(position) for frame in frames if position in frame.roles]
        if not types or not all(types):
            return frozenset()
        return frozenset(name for allowed in types if allowed for name in allowed)
