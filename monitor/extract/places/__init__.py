"""Where: names found, namesakes told apart, and the place of each stretch of text."""
