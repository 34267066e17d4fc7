"""How well relations are found: in annotated reports, and in public data."""
