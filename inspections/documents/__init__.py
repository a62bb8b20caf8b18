"""Documents of cross-inspection, filled from values; the print pages show the same words."""
