"""Sites to test with, and their pages, parsed."""
