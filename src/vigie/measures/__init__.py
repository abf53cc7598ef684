"""A case becomes an act: legal grounds, notices and their papers."""
