"""Quality and speed of textrepair, measured."""
