"""Vigie: an open workbench for the people who answer when a minor is harmed online."""
