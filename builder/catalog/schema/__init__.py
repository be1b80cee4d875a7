"""The archive's own things: dandisets, versions, assets and their metadata, read from its JSON."""
