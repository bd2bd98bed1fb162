"""The ways in which a command of the desk ends, as exit codes, and the exception that chooses one."""

from enum import IntEnum

from desk.wording import words


class Code(IntEnum):
    """Exit codes; 0 only if the work is complete and clean."""

    DONE = 0
    CONTENT = 1
    USAGE = 2
    ENVIRONMENT = 3  # disk, permission, lock, port
    DEPLOY = 4  # a target that refuses or does not answer
    INTERNAL = 70
    INTERRUPTED = 130
    TERMINATED = 143


class Stop(Exception):
    """A foreseen end: an exit code, and the text for the person who has to act."""

    def __init__(self, code: Code, text: str) -> None:
        super().__init__(text)
        self.code = code

    @classmethod
    def saying(cls, code: Code, key: str, /, **values: object) -> "Stop":
        """Stop with a sentence of the catalogue."""
        return cls(code, words(key, **values))


class Terminated(BaseException):
    """SIGTERM came. Not an Exception, so that nobody who catches those can swallow it."""
