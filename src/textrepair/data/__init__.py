"""Compiled artefacts; see README.md in this folder."""
