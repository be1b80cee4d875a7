"""Archives and snapshots to test with, made by hand, by rule or from real metadata."""
