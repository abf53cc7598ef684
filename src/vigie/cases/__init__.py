"""Testimonies become a case: severity, deadlines, claims, retention, as pure rules."""
