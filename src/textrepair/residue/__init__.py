"""What scraping leaves in a text: leftover lines, placeholders, broken and look-alike letters."""
