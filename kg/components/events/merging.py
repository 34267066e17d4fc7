"""Several mentions of one event as one event.

Mentions are taken in the order of the text; each joins the likest event told before it that it
may tell again, or begins one. What may be told again depends on how it is told: a definite noun
looks back for its event, the lead for the headline's, a verb needs the same participants. The
words and distances are the data of `event_coreference.toml`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg import lexicon
from kg.components.events.likeness import Comparison, Likeness, Participants, by_role
from kg.components.events.tellings import Telling, Tellings
from kg.components.events.unions import times_fit, union
from kg.components.notes import Notes
from kg.facts import PLAIN, Event

CENTRAL = ("target", "recipient", "destination")  # roles without which an act is another one
LOOSE = ("topic", "origin")
LEAST_ROOT = 4  # letters that words of one class and one root begin with
Score = tuple[int, ...]


class Cluster:
    """One event with its mentions."""

    def __init__(self, telling: Telling) -> None:
        self.event = telling.event
        self.tellings = [telling]

    @property
    def in_headline(self) -> bool:
        """Whether only the headline has told it so far."""
        return all(telling.sentence is None for telling in self.tellings)

    def leads(self, sentences: int) -> bool:
        """Whether headline or lead tell it."""
        first = self.tellings[0].sentence
        return first is None or first < sentences

    def has_word_of(self, telling: Telling) -> bool:
        """Whether it was told by the same word, or by one of its root ("invest" and
        "investment"), going by how they begin."""
        return any(_are_cognate(telling, one) for one in self.tellings)

    def distance(self, telling: Telling) -> int:
        """How many sentences ago it was told."""
        return (telling.sentence or 0) - (self.tellings[-1].sentence or 0)


def merge(found: Iterable[Event], notes: Notes, echoes: Iterable[Event] = ()) -> list[Event]:
    """`found` with mentions of one event made one, in the order of their first mentions.

    `echoes` are nouns without a class of their own ("the incident"); they are left out where
    they tell no event that was told before.
    """
    return Merger(notes).merge(found, echoes)


class Merger:
    """Puts the mentions of one document together."""

    def __init__(self, notes: Notes) -> None:
        self.rules = lexicon.event_coreference()
        self.tellings = Tellings(notes)
        self.participants = Participants(notes)
        self._clusters: list[Cluster] = []
        self._by_class: dict[str, list[Cluster]] = {}

    def merge(self, found: Iterable[Event], echoes: Iterable[Event]) -> list[Event]:
        """As the function of that name."""
        read = [self.tellings.of(event) for event in found]
        read += [self.tellings.of(event, echo=True) for event in echoes]
        for telling in sorted(read, key=lambda one: one.event.spans[0]):
            place = self._told_before(telling)
            if place is not None:
                self._join(place, telling)
            elif not telling.echo:
                self._begin(telling)
        return [cluster.event for cluster in self._clusters]

    def _begin(self, telling: Telling) -> None:
        cluster = Cluster(telling)
        self._clusters.append(cluster)
        self._by_class.setdefault(telling.event.cls, []).append(cluster)

    def _join(self, cluster: Cluster, telling: Telling) -> None:
        was, event = cluster.event, telling.event
        own = None if telling.echo else self.rules.finer(was.cls, event.cls)
        cls = own or (was.cls if was.cls in telling.classes else event.cls)
        later = was.factuality.realis == "actual" and "future" in self.tellings.realis(telling)
        time = None if later and telling.is_noun else event.time  # "the sale will end in May"
        cluster.event = union(was, replace(event, cls=cls, time=time), self.participants)
        cluster.tellings.append(telling)
        if cls != was.cls:
            self._by_class[was.cls].remove(cluster)
            self._by_class.setdefault(cls, []).append(cluster)

    def _told_before(self, telling: Telling) -> Cluster | None:
        """The event that a mention tells again; sayings with verbs are each one of their own."""
        if telling.event.cls in self.rules.saying and not telling.is_noun:
            return None
        best: tuple[Score, Cluster] | None = None
        for cls in self._classes(telling):
            for cluster in self._by_class.get(cls, ()):
                score = self._score(cluster, telling)
                if score is not None and (best is None or score > best[0]):
                    best = score, cluster
        return best[1] if best else None

    def _classes(self, telling: Telling) -> list[str]:
        """The classes of which an event may be that a mention tells."""
        cls, rules = telling.event.cls, self.rules
        if cls == PLAIN and not telling.echo:
            return [PLAIN]
        return [
            other
            for other in sorted(self._by_class)
            if other in telling.classes
            or (not telling.echo and rules.finer(cls, other))
            or frozenset((cls, other)) in rules.kin
        ]

    def _score(self, cluster: Cluster, telling: Telling) -> Score | None:
        """How well a mention fits an event, None where it does not: what they share, whether
        it is the same word, and how near they are."""
        event, distance = telling.event, cluster.distance(telling)
        if not self._may_be(cluster, telling):
            return None
        last = cluster.tellings[-1]
        within = self.tellings.is_within(telling, last)
        headline = cluster.in_headline and self._in_lead(telling)
        compared = self.participants.compare(cluster.event, event, headline=headline)
        if compared.conflict and not within:
            return None
        if not within and not self._is_told_again(cluster, telling, compared):
            return None
        same = cluster.has_word_of(telling)
        return within, len(compared.same), same, len(compared.similar), -distance

    def _may_be(self, cluster: Cluster, telling: Telling) -> bool:
        """Whether class, stance and time leave it open that both are one event."""
        was, event = cluster.event, telling.event
        if event.cls == PLAIN and not telling.echo and was.predicate != event.predicate:
            return False
        if was.factuality.polarity != event.factuality.polarity:
            return False
        if was.factuality.realis not in self._stances(cluster, telling):
            return False
        if not times_fit(was.time, event.time):
            return False
        if not telling.echo and self.rules.finer(was.cls, event.cls):
            return True
        if was.cls in telling.classes:
            last = cluster.tellings[-1]
            return telling.form == "definite" or self.tellings.is_within(telling, last)
        return cluster.in_headline and self._in_lead(telling)

    def _stances(self, cluster: Cluster, telling: Telling) -> set[str]:
        """The realis that an event may have which a mention tells: a definite noun presupposes
        its event, and nouns alone do not tell what is planned from what happens ("ahead of the
        summit" and "the summit")."""
        found: set[str] = {telling.event.factuality.realis}
        if telling.is_noun:
            found |= self.tellings.realis(telling) & {"future"}
        if telling.form == "definite":
            found.add("actual")
        if telling.is_noun and all(one.is_noun for one in cluster.tellings):
            found |= {"actual", "future"} if cluster.has_word_of(telling) else set()
        return found

    def _in_lead(self, telling: Telling) -> bool:
        return telling.sentence is not None and telling.sentence < self.rules.distance["lead"]

    def _is_told_again(self, cluster: Cluster, telling: Telling, compared: Comparison) -> bool:
        was, event = cluster.event, telling.event
        if event.cls in self.rules.saying:
            return self._is_same_saying(cluster, telling)
        if event.cls == PLAIN and not telling.echo:
            return self._is_same_plain(cluster, telling, compared)
        if telling.distinct or not self._fits_in_number(cluster, telling):
            return False
        if cluster.in_headline and self._in_lead(telling):
            return was.cls == event.cls or bool(compared.similar)
        if telling.form == "definite":
            return self._is_definite_again(cluster, telling, compared)
        if was.cls != event.cls or telling.clausal or cluster.tellings[-1].clausal:
            return False
        return self._is_same_act(cluster, telling, compared)

    def _fits_in_number(self, cluster: Cluster, telling: Telling) -> bool:
        """Whether "the attacks" may be this event: nouns of both are plural or none is."""
        if not telling.plural or telling.event.predicate in self.rules.plural:
            return True
        return any(one.plural for one in cluster.tellings)

    def _is_definite_again(self, cluster: Cluster, telling: Telling, compared: Comparison) -> bool:
        """ "The attack" after an attack: who takes part says so, else it is near, or the same
        word as in the lead; what is finer ("the shelling") needs the former."""
        roles = by_role(cluster.event), by_role(telling.event)
        central = [set(found) & set(CENTRAL) for found in roles]
        if central[0] and central[1] and compared.similar.isdisjoint(CENTRAL):
            return False
        if compared.similar:
            return True
        own = not telling.echo and self.rules.finer(cluster.event.cls, telling.event.cls)
        if own and own != cluster.event.cls:
            return False
        reach = self.rules.distance["bare" if own else "generic"]
        leads = cluster.leads(self.rules.distance["lead"]) and cluster.has_word_of(telling)
        return leads or cluster.distance(telling) <= reach

    def _is_same_saying(self, cluster: Cluster, telling: Telling) -> bool:
        """ "The warning" after a warning; sayings with verbs are each one of their own."""
        near = cluster.distance(telling) <= 1
        return telling.form == "definite" and near and not telling.distinct and not telling.plural

    def _is_same_plain(self, cluster: Cluster, telling: Telling, compared: Comparison) -> bool:
        """Of a verb without a class: the same verb with the same participants."""
        same = cluster.event.predicate == telling.event.predicate
        lead = cluster.in_headline and self._in_lead(telling)
        return same and len(compared.similar) >= 2 and (lead or compared.similar == compared.same)

    def _is_same_act(self, cluster: Cluster, telling: Telling, compared: Comparison) -> bool:
        """Of mentions that do not point back: whether those who take part tell that they are
        one, all that matter to the event being the same."""
        roles = by_role(cluster.event), by_role(telling.event)
        if telling.event.cls in self.rules.once and cluster.leads(self.rules.distance["lead"]):
            told = set(roles[1]) - {"place"}
            if told and told <= compared.similar and self._are_all_meant(roles):
                return True
        shared = set(roles[0]) & set(roles[1])
        if not shared & {*CENTRAL, *LOOSE} <= compared.same:
            return False
        if compared.same & set(CENTRAL):
            return True
        named = any(self.participants.is_named(e) for e in roles[0].get("agent", ()))
        alone = not (set(roles[0]) | set(roles[1])) & set(CENTRAL)
        return alone and named and "agent" in compared.same

    def _are_all_meant(self, roles: tuple[dict[str, set[str]], dict[str, set[str]]]) -> bool:
        """Whether each who takes part in the second is one in the first."""
        return all(
            any(
                self.participants.likeness(e, a) >= Likeness.SIMILAR for a in roles[0].get(role, ())
            )
            for role, entities in roles[1].items()
            if role != "place"
            for e in entities
        )


def _are_cognate(one: Telling, other: Telling) -> bool:
    return one.event.predicate[:LEAST_ROOT] == other.event.predicate[:LEAST_ROOT]
