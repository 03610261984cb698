"""Run the command line with `python -m mediakit`."""

from mediakit.cli import main

main()
