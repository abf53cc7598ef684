"""A conversation becomes quoted findings and a severity with its reasons."""
