"""The responders and their keys: joining, coming in, leaving, rotation, recovery on paper."""
