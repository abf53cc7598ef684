"""What runs in the separate process that decodes: it may crash or starve without harm to us."""
