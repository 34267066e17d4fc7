"""The knowledge base: names, items, look-ups, and the builder. Importing this loads nothing."""
