"""The long proofs: what takes minutes, or needs what not every machine has. `make proof` runs them, row by row."""
