"""Help: a page for each task, the fields of each workbook, a first day for each role, the glossary."""
