"""Logical arguments: who does what to whom, with gaps and coordinations filled in."""

from __future__ import annotations

from itertools import pairwise

from spacy.tokens import Token

from kg.language.clauses import Clauses
from kg.language.tree import is_participle, knowledge, words

JOINING = {"cc", "advmod", "space"}
JOINING_MANY = JOINING | {"punct"}
OBLIQUE = ("obl", "obl:agent", "obl:unmarked", "nmod", "nmod:unmarked")


class Arguments(Clauses):
    """The arguments of predicates and nouns; `kg.language.grammar` documents the whole."""

    def subjects(self, predicate: Token) -> list[Token]:
        """Logical subjects: of a passive, its by-phrase."""
        if self.is_passive(predicate):
            agents = self.children(predicate, "obl:agent")
            if not agents and self._shares_with_first(predicate):
                return self.subjects(self.doc[self._tree.heads[predicate.i]])
            return self._expand(agents)
        return self.surface_subjects(predicate)

    def objects(self, predicate: Token) -> list[Token]:
        """Logical direct objects: of a passive, its grammatical subject."""
        own = self._expand(self.children(predicate, "obj"))
        if self.is_passive(predicate):
            return own or self.surface_subjects(predicate)
        return own or self._shared_objects(predicate) or self._object_gap(predicate)

    def indirect_objects(self, predicate: Token) -> list[Token]:
        """Indirect objects; of "X was given Y", X."""
        own = self._expand(self.children(predicate, "iobj"))
        if not own and self.is_passive(predicate) and self.children(predicate, "obj"):
            return self.surface_subjects(predicate)
        return own

    def surface_subjects(self, predicate: Token) -> list[Token]:
        """Grammatical subjects, through coordination, control and participles."""
        own = self.children(predicate, "nsubj", "nsubj:pass")
        if own:
            return self._expand(own)
        head = self.head(predicate)
        if head is None:
            return []
        relation = self.relation(predicate)
        if relation == "conj":
            return self.surface_subjects(head) if self._may_lack_subject(predicate) else []
        if relation in ("acl:relcl", "amod"):
            return [head] if relation == "acl:relcl" or self._is_participle(predicate) else []
        if relation == "acl":
            return self._subjects_of_noun_clause(predicate, head)
        if relation == "xcomp":
            return self._controllers(head)
        if relation == "advcl" and self._is_nonfinite(predicate):
            return self._subjects_of_adverbial(predicate, head)
        return []

    def obliques(self, token: Token) -> list[tuple[str, Token]]:
        """Prepositional phrases of a verb, adjective or noun as (preposition, head token).

        The preposition is lower case, several words joined ("because of"); it is "" for
        bare adverbials ("Sunday", "two miles"). The agent of a passive is not among them.
        """
        found: list[tuple[str, Token]] = []
        for child in self.children(token, *OBLIQUE):
            if self.relation(child) == "obl:agent" and self.is_passive(token):
                continue
            if self._is_stranded(child):
                found.extend((child.lower_, antecedent) for antecedent in self._antecedents(child))
                continue
            preposition, noun = self._complex_preposition(child)
            for conjunct in self.conjuncts(noun):
                own = "" if conjunct is noun else self.preposition(conjunct)
                found.extend((own or preposition, t) for t in self._resolve(conjunct))
        if self.relation(token) == "acl:relcl":
            head = self.head(token)
            for adverb in self.children(token, "advmod", "mark"):
                if head is not None and adverb.lower_ in words("relative_adverb"):
                    found.append((adverb.lower_, head))
        return found

    def possessor(self, noun: Token) -> Token | None:
        """Whose the noun is ("the city's", "its", "whose")."""
        found = self.children(noun, "nmod:poss")
        return next(iter(self._resolve(found[0])), None) if found else None

    def antecedent(self, pronoun: Token) -> Token | None:
        """The noun that a relative pronoun stands for; None for any other token."""
        found = self._resolve(pronoun)
        return found[0] if found and found[0] is not pronoun else None

    def _expand(self, tokens: list[Token]) -> list[Token]:
        found = [r for t in tokens for c in self.conjuncts(t) for r in self._resolve(c)]
        return sorted(set(found))

    def _resolve(self, token: Token) -> list[Token]:
        """A relative pronoun's antecedent; any other token itself."""
        demonstrative = token.tag_ == "DT" or self.relation(token) == "det"
        if token.lower_ not in words("relative") or demonstrative:
            return [token]
        clause = self._relative_clause(token)
        if clause is None:
            return [token]
        antecedent = self.head(clause)
        return [] if antecedent is None or antecedent is token else [antecedent]

    def _relative_clause(self, token: Token) -> Token | None:
        """The relative clause whose gap a token below it may fill."""
        for above in [token, *self.ancestors(token)]:
            if self.relation(above) == "acl:relcl":
                return above
        return None

    def _is_stranded(self, token: Token) -> bool:
        """Whether a token is a preposition without its object: "the town they fought for"."""
        return token.pos_ == "ADP" and self.relation(token) == "obl"

    def _antecedents(self, preposition: Token) -> list[Token]:
        """The noun of the clause that a stranded preposition stands in."""
        for above in self.ancestors(preposition):
            if self.relation(above) in ("acl", "acl:relcl"):
                return [t for t in [self.head(above)] if t is not None]
        return []

    def _complex_preposition(self, noun: Token) -> tuple[str, Token]:
        """The preposition of a noun, and the noun it governs: "in front of" and "house"."""
        cases = self.children(noun, "case")
        for inner in self.children(noun, "nmod") if cases else []:
            last = self.children(inner, "case")
            end = last[-1].i + 1 if last else 0
            phrase = " ".join(t.lower_ for t in self.doc[cases[0].i : end])
            if phrase in knowledge()["prepositions"]["complex"]:
                return phrase, inner
        return self.preposition(noun), noun

    def _may_lack_subject(self, conjunct: Token) -> bool:
        return conjunct.pos_ in ("VERB", "AUX") or self.is_copular(conjunct)

    def _shared_objects(self, verb: Token) -> list[Token]:
        """X for all verbs of "attacked, shelled and captured X"."""
        first = self.head(verb) if self.relation(verb) == "conj" else verb
        if first is None:
            return []
        own = [t for t in self.children(first, "obj") if t.i > verb.i]
        if own or verb.lemma_.lower() in words("intransitive"):
            return self._expand(own)
        later = [t for t in self.children(first, "conj") if t.i > verb.i]
        for before, after in pairwise([verb, *later]):
            between = set(self._tree.relations[before.i + 1 : after.i])
            pair = before is verb and after is later[-1]
            if not between <= (JOINING if pair else JOINING_MANY):
                return []
            found = [t for t in self.children(after, "obj") if t.i > after.i]
            if found:
                return self._expand(found) if "cc" in between else []
        return []

    def _object_gap(self, verb: Token) -> list[Token]:
        """The antecedent of "the city (that) they captured"."""
        clause = self._relative_clause(verb)
        antecedent = self.head(clause) if clause is not None else None
        if clause is None or antecedent is None or self._has_verbal_complement(verb):
            return []
        link = self.relation(verb)
        if clause is not verb and link not in ("xcomp", "ccomp"):
            return []
        below = self.subtree(clause)
        pronouns = [t for t in below if t.lower_ in words("relative")]
        adverbs = [t for t in below if t.lower_ in words("relative_adverb")]
        used = [t for t in pronouns if self._has_role(t)] + [
            t for t in below if self._is_stranded(t)
        ]
        if used or adverbs or not self.children(clause, "nsubj", "nsubj:pass"):
            return []
        if not pronouns and antecedent.lemma_.lower() in words("adverbial_antecedents"):
            return []
        return [antecedent]

    def _has_verbal_complement(self, verb: Token) -> bool:
        """Whether a clause is what the verb governs, not a noun: "they elected X mayor"."""
        return bool(self.children(verb, "ccomp")) or any(
            t.pos_ in ("VERB", "AUX") or self.markers(t) for t in self.children(verb, "xcomp")
        )

    def _has_role(self, token: Token) -> bool:
        return self.relation(token) not in ("mark", "det", "dep")

    def _subjects_of_noun_clause(self, clause: Token, noun: Token) -> list[Token]:
        if self._is_participle(clause) and not self.markers(clause):
            return [noun]
        possessor = self.possessor(noun)
        if possessor is not None:
            return [possessor]
        verb = self.head(noun)
        controls = noun.lemma_.lower() in words("controlling_nouns")
        if verb is None or self.relation(noun) != "obj" or not controls:
            return []
        if verb.lemma_.lower() in words("opposing"):
            return []
        return self.surface_subjects(verb)

    def _controllers(self, verb: Token) -> list[Token]:
        objects = self.children(verb, "obj", "iobj")
        if objects and verb.lemma_.lower() not in words("subject_control"):
            return self._expand(objects)
        gap = [] if self.is_passive(verb) else self._object_gap(verb)
        return gap or self.surface_subjects(verb)

    def _subjects_of_adverbial(self, clause: Token, matrix: Token) -> list[Token]:
        """Of "killing ten" after a passive: the agent, for its subject did not kill; of
        "stopped X from killing": X."""
        if set(self.markers(clause)) & words("object_control_markers"):
            objects = self.objects(matrix)
            if objects:
                return objects
        trailing = clause.i > matrix.i and is_participle(clause, "VBG")
        if trailing and self.is_passive(matrix) and not self.markers(clause):
            return self.subjects(matrix)
        return self.surface_subjects(matrix)
