"""Deciding: is this passage spun, what fits here, how sure are we. Knows nothing of surface form."""
