"""Where the seeds lie: what a new installation starts with."""

from pathlib import Path

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
"""In a checkout the top-level folder, in an installed wheel the package of the same name."""
