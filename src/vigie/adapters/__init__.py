"""The outside world: what Vigie asks of other machines."""
