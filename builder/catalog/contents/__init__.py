"""What a version's files are and tell: subjects, sessions, recordings, kinds of files."""
