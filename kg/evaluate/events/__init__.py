"""How well events, claims, tolls, quantities and times are found in annotated reports."""
