"""Pages of reports and the workbench."""
