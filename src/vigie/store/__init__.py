"""The only models and migrations, one file per subject."""
