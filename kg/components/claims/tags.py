"""Tags, relations and marks that many rules on claims ask for."""

from __future__ import annotations

COMMA, COLON = ",", ":"
PRESENT = ("VBZ", "VBP")
FINITE = ("VBD", *PRESENT)
TENSED = (*FINITE, "MD")
RELATIVE_PRONOUNS = ("WP", "WDT")
RELATIVE = (*RELATIVE_PRONOUNS, "WP$")
QUESTIONS = (*RELATIVE, "WRB")
VERBAL = ("VERB", "AUX")
SUBJECTS = ("nsubj", "nsubj:pass")
WITH_EXPLETIVE = (*SUBJECTS, "expl")
