"""The catalog as text for other programs. Pure: what is written where is the site's to say."""
