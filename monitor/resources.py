"""What a new installation starts with: where the seeds lie, and the reader built from them. The only file that loads them."""

from pathlib import Path

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
"""In a checkout the top-level folder, in an installed wheel the package of the same name."""
