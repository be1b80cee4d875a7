"""What the archive's text may hold, and what of it is shown: cleaned, mended, bounded, without addresses."""
