"""The outside world: platforms, jobs, mail, timestamp authorities."""
