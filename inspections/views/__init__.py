"""Pages of cross-inspection."""
