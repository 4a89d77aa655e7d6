"""Objects that stand for the learner's: whatever is done to one is asked of a transport.

There are two transports: a submission in a worker (`client`), and a recorder of what a graded test asks (`prefetch`).
"""

from typing import Any, Literal, Protocol, Self

from grader.judging.assertions import NotAnArray
from grader.sandbox.inside.wire import Opaque

Handle = str | int


class Transport(Protocol):
    """Answers what is asked of remote objects; `methods` are their attributes that are called, not read."""

    methods: frozenset[str]

    def ask(
        self,
        do: Literal["call", "get", "set"],
        handle: Handle,
        name: str | None,
        arguments: tuple[object, ...],
        keywords: tuple[str, ...] = (),
    ) -> Any:
        """Call, get or set something; `keywords` names the last of the arguments."""


class RemoteObject(NotAnArray):
    """Something that stays at the other end: calling it, and its attributes, are asked of the transport."""

    def __init__(self, transport: Transport, handle: Handle, type_name: str) -> None:
        object.__setattr__(self, "_transport", transport)
        object.__setattr__(self, "handle", handle)
        object.__setattr__(self, "type_name", type_name)

    @classmethod
    def of(cls, transport: Transport, value: Opaque) -> Self:
        """What stands for a value that stays at the other end."""
        made = cls(transport, value.handle, value.type_name)
        object.__setattr__(made, "dtype_name", value.dtype)
        object.__setattr__(made, "length", value.length)
        return made

    def moved_to(self, handle: Handle) -> None:
        """From now on the same thing is known by another handle: at another other end."""
        object.__setattr__(self, "handle", handle)

    def __call__(self, *arguments: object, **named: object) -> Any:
        return self._transport.ask("call", self.handle, None, (*arguments, *named.values()), tuple(named))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if name in self._transport.methods:
            return lambda *arguments: self._transport.ask("call", self.handle, name, arguments)
        return self._transport.ask("get", self.handle, name, ())

    def __setattr__(self, name: str, value: object) -> None:
        self._transport.ask("set", self.handle, name, (value,))
