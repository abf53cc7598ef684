"""The witness pages: no account, no script, one question a page, and a code to come back."""
