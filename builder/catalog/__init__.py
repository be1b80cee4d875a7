"""What an archive holds, as data: read, cleaned, counted and compared. Pure."""
