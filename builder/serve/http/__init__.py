"""Answers, files and sockets, for the API and the preview."""
