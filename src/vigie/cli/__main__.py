"""`python -m vigie.cli`, which the launcher runs."""

from vigie.cli.main import main

main()
