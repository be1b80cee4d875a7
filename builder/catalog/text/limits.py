"""How much of a document is read: what is longer costs pages, searches and memory, and nobody reads it.

Beside each limit stands the most that the 351 dandisets of the DANDI archive hold which this was tried with; none of
them comes near.
"""

LINE = 1_000
"""Characters of a name, a title, a keyword; a related resource's name has 315."""
EXACT = 2_000
"""Characters of an identifier or an address; an address has 220."""
PROSE = 20_000
"""Characters of a description or another running text; a description has 2,968."""
PATH = 512
"""Characters of a file's path, as in the archive's own database; a path has 192."""
MANY = 1_000
"""Contributors, or related resources; a dandiset has 89 contributors."""
FEW = 200
"""Items of any other list; a dandiset has 16 keywords."""
DOCUMENT = 1_000_000
"""Characters of all texts of one document; a version's metadata take 26,535 bytes."""
DEPTH = 64
"""Objects and lists within each other; they go 7 deep."""
NUMBER = 2**53 - 1
"""The largest number that scripts and charts hold exactly; a dandiset has 3.7e14 bytes."""
NOTES = 20
"""What is noted of one document one by one; there is nothing to note of any of them."""
