"""What people put right is laid over a reading, and taken back."""
