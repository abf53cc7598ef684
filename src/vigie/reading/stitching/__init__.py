"""Several screenshots of one conversation, in any order, become one."""
