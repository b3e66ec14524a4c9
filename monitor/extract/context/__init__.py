"""How a figure is meant: reported, history, plan or denial; one happening, a stretch of time or a running total."""
