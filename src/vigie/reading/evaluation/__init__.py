"""How well pictures are read: truths, figures and bars."""
