"""Training of the embedded language model and building of the embedded knowledge base."""
