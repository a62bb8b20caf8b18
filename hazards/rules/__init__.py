"""What may be entered, as pure functions over plain values."""
