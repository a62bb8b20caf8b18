"""Lists alike everywhere: columns to choose from, filters kept under a name, and what is done to several rows at once."""
