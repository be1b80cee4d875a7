"""Parts of the body: a table of ours, what is a part of what, and which of them a text names. Pure."""
