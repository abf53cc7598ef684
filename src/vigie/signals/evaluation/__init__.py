"""How well signals are found: cases in a public format, judged and counted, on anybody's data."""
