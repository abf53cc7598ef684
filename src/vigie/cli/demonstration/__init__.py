"""The demonstration: an installation of invented testimonies, sent through the real pipeline."""
