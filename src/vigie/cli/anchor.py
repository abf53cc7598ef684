"""`vigie anchor`: the newest head of the log that was dated, to be deposited outside the house."""

import sys

from vigie.cli import ready as ready
from vigie.flows.custody.anchors import newest_anchor


def anchor() -> None:
    """Prints the newest anchor; raises NotFound before there is one."""
    sys.stdout.write(newest_anchor().decode() + "\n")
