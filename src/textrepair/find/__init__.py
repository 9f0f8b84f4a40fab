"""Finding: tokens, passages, triggers and candidates. Knows nothing of decisions."""
