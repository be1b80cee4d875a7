"""What tests are made with: archives, harvests, sites, readers and browsers. Tests import these, never each other."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
"""Real metadata, real files and payloads, which lie beside the project on some machines."""
