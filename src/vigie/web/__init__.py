"""Pages: a view reads the request, calls one flow, answers."""
