"""The whole article: figures become happenings, and happenings become events."""
