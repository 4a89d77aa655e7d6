"""What goes between the judge and a worker: JSON with raw bytes behind it, and values in that form.

Nothing is ever unpickled. The judge believes no length, shape or type before it has checked it, since the worker runs a
stranger's code, which may have taken over the other end.
"""

import itertools
import json
import math
import socket
import struct
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Json = dict[str, Any]

MAX_JSON_BYTES = 1 << 20
MAX_BLOB_BYTES = 64 << 20
MAX_DEPTH = 4
MAX_NAME = 80
MAX_PARTS = 8
# As wide as this machine has them: the same machine is at both ends.
DTYPES = {np.dtype(name).name: np.dtype(name) for name in "?bhilqBHILQefdgFDG"}
# What NumPy is slow to say; of two that are equal it is the first.
NAMES = {dtype: name for name, dtype in reversed(DTYPES.items())}
HEAD = struct.Struct("!II")  # how long the JSON is, and how long all blobs after it are; the JSON says how long each is
AT_ONCE = 1 << 18
TAKEN = bytes(bytearray(b"taken"))  # an object of its own, which no other bytes are
LOOK_SECONDS = 0.1  # so often somebody who waits looks whether to wait on


SHARED = "shared"


class WireError(Exception):
    """The other end sent what is no message, or no value."""


class ClosedError(WireError):
    """The other end is gone."""


class TooSlowError(WireError):
    """The other end did not answer in time."""


def inherited_socket(name: str) -> socket.socket:
    """The socket that a process was given by whoever started it: its number or, on Windows, SHARED: stdin says."""
    if name == SHARED:
        shared: socket.socket = socket.fromshare(sys.stdin.buffer.read())  # type: ignore[attr-defined,unused-ignore]
        return shared
    return socket.socket(fileno=int(name))


class Channel:
    """A socket over which whole messages go back and forth."""

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection
        self._received = bytearray()

    def send(self, message: Json, blobs: list[bytes], seconds: float | None = None) -> None:
        """Send a message; ClosedError or TooSlowError when the other end does not take it."""
        text = json.dumps({**message, "blobs": [len(blob) for blob in blobs]}).encode()
        try:
            self._socket.settimeout(seconds)
            self._socket.sendall(b"".join([HEAD.pack(len(text), sum(map(len, blobs))), text, *blobs]))
        except TimeoutError as error:
            raise TooSlowError("the worker takes no message") from error
        except OSError as error:
            raise ClosedError("the worker is gone") from error

    def receive(self, seconds: float | None = None, look: Callable[[], None] | None = None) -> tuple[Json, list[bytes]]:
        """The next message and its blobs. ClosedError, TooSlowError after `seconds`, or WireError when it is none.

        Meanwhile `look` is called, LOOK_SECONDS apart at most; what it raises ends the waiting.
        """
        deadline = math.inf if seconds is None else time.monotonic() + seconds
        length, rest = HEAD.unpack(self._exactly(HEAD.size, deadline, look))
        if length > MAX_JSON_BYTES or rest > MAX_BLOB_BYTES:
            raise WireError("a message is too long")
        content = self._exactly(length + rest, deadline, look)
        try:
            message = json.loads(content[:length])
        except (ValueError, RecursionError) as error:
            raise WireError("a message is no JSON") from error
        sizes = message.pop("blobs", None) if isinstance(message, dict) else None
        if (
            not isinstance(sizes, list)
            or not all(type(size) is int and size >= 0 for size in sizes)
            or sum(sizes) != rest
        ):
            raise WireError("a message does not say what it holds")
        starts = [length, *itertools.accumulate(sizes, initial=length)][1:]
        return message, [content[start : start + size] for start, size in zip(starts, sizes, strict=False)]

    def _exactly(self, size: int, deadline: float, look: Callable[[], None] | None) -> bytes:
        while len(self._received) < size:
            wait = max(deadline - time.monotonic(), 1e-3)
            if look is not None:
                look()
                wait = min(wait, LOOK_SECONDS)
            try:
                self._socket.settimeout(None if wait == math.inf else wait)
                part = self._socket.recv(AT_ONCE)
            except TimeoutError:
                part = None
            except OSError as error:
                raise ClosedError("the worker is gone") from error
            if part == b"":
                raise ClosedError("the worker is gone")
            self._received += part or b""
            if time.monotonic() > deadline and len(self._received) < size:
                raise TooSlowError("the worker does not answer")
        taken = bytes(self._received[:size])
        del self._received[:size]
        return taken

    def close(self) -> None:
        self._socket.close()


# Values


class Opaque:
    """A value that stays at the other end: what it is called by, and the name of its type.

    Of an array whose numbers cannot cross `dtype` is the name of these, of a long tuple or list `length` is how long.
    """

    def __init__(self, handle: int, type_name: str, dtype: str | None = None, length: int | None = None) -> None:
        self.handle = handle
        self.type_name = type_name
        self.dtype = dtype
        self.length = length


def encode(value: object, blobs: list[bytes], keep: Callable[[object], int] | None = None, depth: int = 0) -> Json:
    """A value as JSON; the numbers of arrays go into `blobs`.

    A plain array of numbers, a number, and a tuple or list of such go across, also one of a class derived from these;
    of anything else `keep(value)` makes a handle, under which it stays.
    """
    if type(value) is np.ndarray and value.dtype in NAMES and value.nbytes <= MAX_BLOB_BYTES:
        blobs.append(np.ascontiguousarray(value).tobytes())
        return {"array": len(blobs) - 1, "dtype": NAMES[value.dtype], "shape": list(value.shape)}
    if value is None or type(value) is bool or (type(value) is int and -(2**63) <= value < 2**63):
        return {"number": value}
    if type(value) is float and math.isfinite(value):
        return {"number": value}
    kind, parts = _parts(value)
    if len(parts) <= MAX_PARTS and depth < MAX_DEPTH and kind is not None:
        return {kind: [encode(part, blobs, keep, depth + 1) for part in parts]}
    if type(value) is float:  # infinite, or not a number
        return {"float": repr(value)}
    if isinstance(value, Opaque):
        return {"handle": value.handle}
    handle: Json = {"handle": keep(value) if keep else 0, "type": str(type(value).__name__)[:MAX_NAME]}
    if type(value) is np.ndarray:
        handle["dtype"] = str(value.dtype)[:MAX_NAME]
    return handle if kind is None else {**handle, "length": len(parts)}


def _parts(value: object) -> tuple[str | None, list[object]]:
    """Whether a value is a tuple or a list, or of a class derived from these, and its parts whatever that does."""
    parts: Any = value
    if issubclass(type(value), tuple):
        return "tuple", list(tuple.__iter__(parts))
    if issubclass(type(value), list):
        return "list", list(list.__iter__(parts))
    return None, []


def decode(message: object, blobs: list[bytes], depth: int = 0) -> object:
    """The value that `encode` wrote, arrays as new plain ones. WireError for anything else."""
    if not isinstance(message, dict) or depth > MAX_DEPTH:
        raise WireError("a value is none")
    if "array" in message:
        return _array(message, blobs)
    if "number" in message and (message["number"] is None or type(message["number"]) in (bool, int, float)):
        return message["number"]
    if message.get("float") in ("inf", "-inf", "nan"):
        return float(message["float"])
    for kind in (tuple, list):
        parts = message.get(kind.__name__)
        if isinstance(parts, list) and len(parts) <= MAX_PARTS:
            return kind(decode(part, blobs, depth + 1) for part in parts)
    if type(message.get("handle")) is int:
        dtype, length = message.get("dtype"), message.get("length")
        if length is not None and (type(length) is not int or not 0 <= length < 2**53):
            raise WireError("a length is none")
        dtype = None if dtype is None else screened(dtype, MAX_NAME)
        return Opaque(message["handle"], screened(message.get("type"), MAX_NAME), dtype, length)
    raise WireError("a value is none")


def screened(value: object, most: int) -> str:
    """At most that many characters of a text, fit for any screen and file: what cannot be printed is replaced."""
    if not isinstance(value, str):
        raise WireError("a text is none")
    shown = (sign if sign.isprintable() or sign in "\n\t" else "\N{REPLACEMENT CHARACTER}" for sign in value[:most])
    return "".join(shown)


def _array(message: Json, blobs: list[bytes]) -> NDArray[Any]:
    number, shape = message["array"], message.get("shape")
    dtype = DTYPES.get(message["dtype"]) if isinstance(message.get("dtype"), str) else None
    if dtype is None or type(number) is not int or not 0 <= number < len(blobs):
        raise WireError("an array is none")
    # Taken once each: thousands of arrays over the same bytes would need thousands of times their memory.
    content, blobs[number] = blobs[number], TAKEN
    if content is TAKEN:
        raise WireError("the bytes of an array stand for another one already")
    if not isinstance(shape, list) or len(shape) > 32 or not all(type(size) is int and size >= 0 for size in shape):
        raise WireError("an array has no shape")
    # An empty array may claim any size along its other axes, and what is computed from it would be as large.
    if math.prod(shape) * dtype.itemsize != len(content) or math.prod(filter(None, shape)) > MAX_BLOB_BYTES:
        raise WireError("an array does not fill its shape")
    return np.frombuffer(content, dtype).reshape(shape).copy()  # with memory of its own, as what a function makes
