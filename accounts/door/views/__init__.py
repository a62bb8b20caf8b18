"""Pages of the door: factors, sessions, logs."""
