"""Wikidata's live API: asked politely, remembered on disk, merged with a local base."""
