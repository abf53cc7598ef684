"""A witness's way of writing an account becomes the account it names."""
