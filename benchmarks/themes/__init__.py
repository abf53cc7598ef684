"""Invented chat screenshots by seed, with their truth taken from the page that drew them."""
