"""What is kept until when, what goes, and what comes back from a backup."""
