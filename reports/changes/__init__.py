"""What became of what was frozen: of one version, and of all that were delivered."""
