"""Where a sentence turns from what somebody says to their next act or to another's answer:
"said two had died and dismissed the report", "…, but the army denied it"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.components.antecedents import is_that_clause
from kg.components.claims.voices import Voices

WOULD, HAD = "would", "had"
PAST = ("VBD", "VBN")
SHIFTED = ("had", "would", "could", "was", "were", "might", "should")
JUDGING = ("object", "as", "of", "for", "infinitive", "quote")
CONCESSIVE = ("though", "although", "while", "whereas", "with")


class Turns:
    """Judges the words below what is said in one document."""

    def __init__(self, voices: Voices) -> None:
        self.voices = voices
        self.view = voices.view

    def leads_on(self, token: Token, clause: Token, verb: Token) -> bool:
        """Whether a verb below the clause stands beside it instead: a second cue of its
        speaker, or another's answer to it ("…, but the army denied it")."""
        if token == clause or token.pos_ != "VERB":
            return self._is_comment(token)
        lexicon = self.voices.lexicon
        citing = token.lemma_.lower() in lexicon.participles and token.tag_ == "VBG"
        beside = self._answers(token, clause) or self._is_contrast(token, clause)
        return citing or beside or self._adds(token, verb)

    def _is_comment(self, noun: Token) -> bool:
        """Whether a noun is the writer's comment on what is said: "…, a version X disputes"."""
        said = self.voices.lexicon.is_content(noun.lemma_.lower())
        comma = self.voices.doc[max(self.view.subtree(noun)[0].i - 1, 0)].is_punct
        first = self.view.subtree(noun)[0].is_punct
        below = self.view.children(noun, "acl", "acl:relcl")
        apposed = self.view.relation(noun) == "appos" and (comma or first)
        answers = (self.voices.cue(t, "clause", "object") for t in below)
        return said and apposed and any(answers)

    def _is_contrast(self, token: Token, clause: Token) -> bool:
        """Whether a verb sets somebody else's words beside the clause: "…, though one admitted
        that …", "…, with some claiming that …"."""
        return (
            self.view.head(token) == clause < token
            and any(mark in CONCESSIVE for mark in self.view.markers(token))
            and bool(self.view.children(token, "nsubj"))
            and self.view.complement(token) is not None
            and self.voices.cue(token, "clause") is not None
        )

    def _adds(self, token: Token, verb: Token) -> bool:
        """Whether a verb is a second cue of the speaker of `verb`: "adding that …"."""
        cue = self.voices.cue(token, "clause", "quote")
        joined = self.view.relation(token) == "conj"
        if joined and self.view.complement(token) is None:
            return self._judges(token, verb)
        return cue is not None and self.voices.governor(token) == verb

    def _judges(self, token: Token, verb: Token) -> bool:
        """Whether a verb in the past is the speaker's next act, after a clause in another tense:
        "said two had died and dismissed the report as false", "… and called for calm"."""
        before = self.view.head(token)
        if before is None or self.view.children(token, "nsubj"):
            return False
        if self._returns(token, before, verb):
            return True
        aux = {t.lower_ for t in self.view.children(token, "aux")}
        joints = self.view.children(token, "cc")
        if WOULD in aux and any(t.lower_ == "but" for t in joints) and self._is_unwilling(token):
            return True
        if aux - {"did"} or (not aux and token.tag_ not in PAST):
            return False
        earlier = {t.lower_ for t in self.view.children(before, "aux", "cop")}
        if not aux and HAD in earlier and self._is_of_pronoun(before):
            return False
        turns = any(t.lower_ == "but" and self.voices.doc[t.i - 1].is_punct for t in joints)
        known = turns or self.voices.cue(token, *JUDGING) is not None
        answers = known and not earlier.isdisjoint(SHIFTED)
        return answers and verb.tag_ == "VBD" and self.view.matrix(before) == (verb, "complement")

    def _returns(self, token: Token, before: Token, verb: Token) -> bool:
        """Whether a verb goes back from what has happened to the present of its cue: "says two
        died and warns of more"."""
        present = token.tag_ == verb.tag_ == "VBZ"
        past = before.tag_ in PAST and not self.view.children(before, "aux")
        says = self.voices.cue(token, *JUDGING, "about") is not None
        return present and past and says

    def _is_of_pronoun(self, verb: Token) -> bool:
        """Whether a verb is of "he", who may go on: "said he had slipped and called for help"."""
        return any(t.pos_ == "PRON" for t in self.view.children(verb, "nsubj"))

    def _answers(self, token: Token, clause: Token) -> bool:
        joined = self.view.children(token, "cc")
        return (
            self.view.head(token) == clause
            and bool(joined and self.view.children(token, "nsubj"))
            and self.voices.doc[joined[0].i - 1].is_punct
            and not is_that_clause(self.view, token)
            and self.voices.cue(token, "clause", "object") is not None
        )

    def _is_unwilling(self, token: Token) -> bool:
        """Whether a verb says that its subject will not say: "but would not comment"."""
        says = self.voices.lexicon.tells(token.lemma_.lower())
        return says and self.view.negated(token) and not self.view.is_passive(token)
