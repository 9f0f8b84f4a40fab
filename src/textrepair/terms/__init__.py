"""Canonical terms: names and terms with fixed wording, and spun forms of them that no list has."""
