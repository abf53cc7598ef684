"""Faults made on purpose on real processes, each with what is expected of it."""
