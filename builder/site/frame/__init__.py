"""What all pages have in common: addresses, settings, templates, static files, budgets."""
