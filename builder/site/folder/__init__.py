"""The site's folder: what lies there, and how new files get there."""
