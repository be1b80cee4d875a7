"""The page that tells what changed between versions."""
