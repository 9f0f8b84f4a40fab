"""Surface form: how a decided replacement is written into the text. Knows no rules."""
