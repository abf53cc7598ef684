"""The views of the witness pages, by concern."""
