"""Word documents of cross-inspection; their templates lie beside the code that knows their words."""
