"""A file becomes proof: sealing, custody log, codes, receipts, safe images and archives."""
