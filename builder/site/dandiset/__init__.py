"""The pages of a dandiset and its versions."""
