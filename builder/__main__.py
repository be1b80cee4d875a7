"""`python -m builder`: the same as the command."""

from builder.cli import main

main()
