"""What everyone may see: a campaign's page, and what was received and done."""
