"""Knowledge as data: reading, checking, inflecting and compiling packs. Knows nothing of the text to repair."""
