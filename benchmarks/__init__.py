"""What we claim about the pages, and about what the house withstands, measured."""
