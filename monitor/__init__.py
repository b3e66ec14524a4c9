"""Tocsin: a news monitor that keeps a ledger of tolls and territory and rings when a line is crossed."""

__version__ = "0.1.0"
