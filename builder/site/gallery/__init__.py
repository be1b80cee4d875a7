"""The page that shows every component of the site on made-up data. Pure."""

from builder.site.gallery.page import gallery_page

__all__ = ["gallery_page"]
