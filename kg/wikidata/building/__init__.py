"""Making a knowledge base file, from facts or from Wikidata's own records of items."""
