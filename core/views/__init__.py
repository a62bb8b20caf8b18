"""Pages without a domain word: lists, uploads, jobs, health."""
