"""The nouns everyone shares: accounts, conversations, quotes, signals, errors, plugins."""
