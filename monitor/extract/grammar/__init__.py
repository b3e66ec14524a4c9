"""From typed tokens to mentions: chunks, clauses, lists of people, and the frames that say what befell them."""
