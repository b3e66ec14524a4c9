"""Territory: which places changed hands. `reader.TerritoryReader` is the way in."""
