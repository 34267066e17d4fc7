"""spaCy components that take a sentence apart, in the order of `kg.pipeline`.

They hand facts on through `kg.components.notes.Notes`, JSON-shaped data on the `Doc`.
"""
