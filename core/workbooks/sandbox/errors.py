"""How the child says that a file is refused."""


class Refusal(Exception):
    """The file is refused with the contract's `code`; `detail` tells the parent which sentence to show."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
