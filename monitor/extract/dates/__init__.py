"""When: every expression of time, as days counted from the article's publication."""
