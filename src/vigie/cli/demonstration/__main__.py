"""`python -m vigie.cli.demonstration make|send`: the two slow steps of `vigie demo`."""

import sys

from vigie.cli.demonstration.filling import make, send

STEPS = {"make": make, "send": send}

STEPS[sys.argv[1]]()
