"""A module that a forged job names. Importing it is what must not happen."""


def explode(*_: object) -> None:
    raise AssertionError("a forged job was run")
