"""Chromium, and what tests do in it."""
