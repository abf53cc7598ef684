"""The command line; composes the flows with the processes that run them."""
