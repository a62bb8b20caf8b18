"""What runs in the limited child process: everything that touches the bytes of an uploaded file.

The child is started by file path (`child.py`), reads the file on its standard input and writes length-prefixed JSON
on its standard output. A file that kills it kills nothing else.
"""
