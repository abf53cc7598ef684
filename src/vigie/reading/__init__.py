"""Proof becomes a conversation: data exports, screenshots, pasted text."""
