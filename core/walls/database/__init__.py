"""Django's PostgreSQL, whose every statement sets the sight of its thread for its transaction (`core.walls`)."""
