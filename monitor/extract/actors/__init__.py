"""Who did and suffered it, and who says so: names, forces, descriptors and sources."""
