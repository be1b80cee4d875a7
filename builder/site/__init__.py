"""From the catalog to pages, and from these to the files of a site."""
