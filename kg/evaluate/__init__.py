"""Measures of every stage against annotated data."""
