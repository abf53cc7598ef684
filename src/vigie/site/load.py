"""The load of a process, measured: when a surge begins and when it is over."""

from dataclasses import dataclass, replace

ENTER_SECONDS, ENTER_SAMPLES = 1.0, 5
LEAVE_SECONDS, LEAVE_SAMPLES = 0.2, 60


@dataclass(frozen=True, slots=True)
class Load:
    """Whether a process is in a surge, and for how many samples it has looked otherwise.

    A sample, one a second, is how long the longest-waiting request waited for a thread. A surge
    begins after five long waits in a row and ends after a minute without a noticeable one.
    """

    surge: bool = False
    against: int = 0

    def after(self, waited_seconds: float) -> "Load":
        """The load after one more sample."""
        if self.surge:
            against = self.against + 1 if waited_seconds < LEAVE_SECONDS else 0
            return Load() if against >= LEAVE_SAMPLES else replace(self, against=against)
        against = self.against + 1 if waited_seconds >= ENTER_SECONDS else 0
        return Load(surge=True) if against >= ENTER_SAMPLES else replace(self, against=against)
