"""HTML pages of exports: their tags, then one file for each way of laying out messages."""
