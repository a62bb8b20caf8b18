"""Pages of register, cover, policies and services."""
