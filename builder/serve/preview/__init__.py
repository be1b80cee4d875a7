"""A site as a static host would serve it."""
