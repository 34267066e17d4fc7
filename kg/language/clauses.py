"""Single words and clauses of the grammar: arcs, voice, auxiliaries, negation."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kg.language.schemes import tree
from kg.language.tree import Tree, is_participle, knowledge, words


class Clauses:
    """What stands on a predicate itself; `kg.language.grammar` documents the whole."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self._tokens = list(doc)
        self._tree: Tree = tree(doc)
        self._children: list[list[int]] = [[] for _ in doc]
        for i, head in enumerate(self._tree.heads):
            if head != i and self._tree.relations[i] != "space":
                self._children[head].append(i)

    def relation(self, token: Token) -> str:
        """The label of the arc to the head, in Universal Dependencies' terms."""
        return self._tree.relations[token.i]

    def head(self, token: Token) -> Token | None:
        """What the token hangs on; None for a root."""
        head = self._tree.heads[token.i]
        return None if head == token.i else self._tokens[head]

    def children(self, token: Token, *relations: str) -> list[Token]:
        """Direct dependents, of the given relations if any."""
        below, tokens = self._children[token.i], self._tokens
        if not below:
            return []
        if not relations:
            return [tokens[k] for k in below]
        labels = self._tree.relations
        return [tokens[k] for k in below if labels[k] in relations]

    def ancestors(self, token: Token) -> list[Token]:
        """Heads above the token, nearest first."""
        found = []
        above = self.head(token)
        while above is not None:
            found.append(above)
            above = self.head(above)
        return found

    def subtree(self, token: Token) -> list[Token]:
        """The token and all below it, in order of the text."""
        found, queue = [], [token.i]
        while queue:
            i = queue.pop()
            found.append(i)
            queue.extend(self._children[i])
        return [self._tokens[i] for i in sorted(found)]

    def conjuncts(self, token: Token) -> list[Token]:
        """The token and what is coordinated with it below."""
        found = [token]
        for child in self.children(token, "conj"):
            found.extend(self.conjuncts(child))
        return sorted(found)

    def is_predicate(self, token: Token) -> bool:
        if self.relation(token) in ("aux", "aux:pass", "cop", "case", "fixed", "mark", "space"):
            return False
        return token.pos_ in ("VERB", "AUX") or bool(self.children(token, "cop", "nsubj"))

    def predicates(self) -> list[Token]:
        """Verbs, and the heads of copular clauses."""
        return [token for token in self.doc if self.is_predicate(token)]

    def complement(self, predicate: Token) -> Token | None:
        """The head of the clause that a verb or noun governs ("said that …")."""
        return next(iter(self.children(predicate, "ccomp")), None)

    def open_complement(self, predicate: Token) -> Token | None:
        """The head of a complement without a subject of its own ("plans to …")."""
        return next(iter(self.children(predicate, "xcomp")), None)

    def is_copular(self, predicate: Token) -> bool:
        return bool(self.children(predicate, "cop"))

    def is_passive(self, predicate: Token) -> bool:
        if self.children(predicate, "aux:pass", "nsubj:pass"):
            return True
        if not is_participle(predicate, "VBN") or self.children(predicate, "aux", "nsubj", "cop"):
            return False
        relation = self.relation(predicate)
        if relation == "conj" and predicate.pos_ == "VERB":
            first = self.doc[self._tree.heads[predicate.i]]
            return self.is_passive(first)
        return relation in ("acl", "amod", "advcl", "acl:relcl", "xcomp") and (
            predicate.pos_ == "VERB" or relation == "acl"
        )

    def auxiliaries(self, predicate: Token) -> list[str]:
        """Lemmas of the auxiliaries, modal verbs among them, shared ones included."""
        own = self.children(predicate, "aux", "aux:pass")
        if not own and self._shares_with_first(predicate):
            return self.auxiliaries(self.doc[self._tree.heads[predicate.i]])
        table = knowledge()["auxiliary"]
        modal = knowledge()["modal"]["words"]
        return [
            t.lower_ if t.lower_ in modal else table.get(t.lower_) or t.lemma_.lower() or t.lower_
            for t in own
        ]

    def modal(self, predicate: Token) -> str | None:
        """The modal verb of a predicate ("could")."""
        modals = knowledge()["modal"]["words"]
        return next((word for word in self.auxiliaries(predicate) if word in modals), None)

    def markers(self, predicate: Token) -> list[str]:
        """What introduces a clause, lower case: if, unless, that, to, after, when."""
        marks = [
            child
            for child in self.children(predicate, "mark", "advmod")
            if self.relation(child) == "mark" or child.tag_ == "WRB"
        ]
        return [" ".join(w.lower_ for w in [mark, *self.children(mark, "fixed")]) for mark in marks]

    def adverbs(self, predicate: Token) -> list[Token]:
        """Adverbs, without negations and question words."""
        return [
            child
            for child in self.children(predicate, "advmod")
            if child.lower_ not in words("negation") and child.tag_ != "WRB"
        ]

    def happens(self, verb: Token) -> bool:
        """Whether a verb only says that its subject takes place ("began", "broke out")."""
        parts = [self.particle(verb), *(noun.lemma_.lower() for noun in self.children(verb, "obj"))]
        said = [verb.lemma_.lower(), *(part for part in parts if part)]
        return " ".join(said) in words("occurrence")

    def particle(self, verb: Token) -> str | None:
        """The particle of a phrasal verb ("over" of "take over"), lower case."""
        found = self.children(verb, "compound:prt")
        return found[0].lower_ if found else None

    def negated(self, token: Token) -> bool:
        """Whether a negation stands on the token itself ("not", "never", "no", "without")."""
        dependents = self.children(token, "advmod", "det", "mark", "case", "cc", "cc:preconj")
        if any(self._negates(child) for child in dependents):
            return True
        joined = {c.lower_ for c in self.children(token, "cc")}
        shares = bool(joined & {"or", "nor"}) and self._shares_with_first(token)
        return shares and self.negated(self.doc[self._tree.heads[token.i]])

    def sentence_negation(self, predicate: Token) -> bool:
        """Whether the clause is negated, also through "no one", "none of them", "no X"."""
        if self.negated(predicate):
            return True
        arguments = self.children(predicate, "nsubj", "nsubj:pass", "obj")
        return any(
            argument.lower_ in words("negative_nouns")
            or any(d.lower_ in ("no", "neither") for d in self.children(argument, "det"))
            for argument in arguments
        )

    def preposition(self, noun: Token) -> str:
        """The words that govern a noun ("out of"), lower case; "" for none."""
        fronted = noun.tag_ in ("WDT", "WP")  # "which they fought for"
        cases = [
            c for c in self.children(noun, "case") if (c.i < noun.i or fronted) and c.pos_ != "PART"
        ]
        return " ".join(w.lower_ for c in cases for w in [c, *self.children(c, "fixed")])

    def _is_participle(self, token: Token) -> bool:
        return is_participle(token, "VBG") or is_participle(token, "VBN")

    def _is_nonfinite(self, token: Token) -> bool:
        auxiliaries = self.children(token, "aux", "aux:pass", "cop")
        if auxiliaries:
            return "to" in self.markers(token) or is_participle(auxiliaries[0], "VBG")
        return self._is_participle(token) or token.tag_ == "VB" or token.pos_ not in ("VERB", "AUX")

    def _shares_with_first(self, token: Token) -> bool:
        """Whether a coordinated verb shares subject and auxiliaries with the first one."""
        if self.relation(token) != "conj" or token.pos_ not in ("VERB", "AUX"):
            return False
        if self.children(token, "nsubj", "nsubj:pass", "aux", "aux:pass", "cop"):
            return False
        first = self.doc[self._tree.heads[token.i]]
        return not token.tag_ or token.tag_ == first.tag_

    def _negates(self, word: Token) -> bool:
        if word.lower_ not in words("negation"):
            inner = [d.lower_ for d in self.children(word, "advmod", "det")]
            cancels = word.lower_ in words("negation_cancelled_by")
            return not cancels and ("no" in inner or "not" in inner)
        after = word.i + 1
        cancelled = after < len(self.doc) and (
            self.doc[after].lower_ in words("negation_cancelled_by")
        )
        return not cancelled
