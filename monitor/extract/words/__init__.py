"""From text to typed tokens: sentences, numbers, phrases and the classes of the lexicon."""
