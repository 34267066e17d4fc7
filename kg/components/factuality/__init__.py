"""How sure the text is of an event: polarity, certainty, realis, and the words that hedge.

Read from the tree, climbing from the event to the clauses that hold it: what stands on the
event itself, then what each governing predicate does to its complement (implicative
signatures, Karttunen 2012; FactBank, Saurí and Pustejovsky 2009). The cues are the data of
`factuality.toml`. Who said it is not decided here but by the claims.
"""

from kg.components.factuality.climbing import Factualities
from kg.components.factuality.stance import ORDER, REALIS, Stance

__all__ = ["ORDER", "REALIS", "Factualities", "Stance"]
