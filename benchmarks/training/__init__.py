"""How the models and weights that ship were made."""
