"""Papers of authorities in the manner of GB/T 9704."""
