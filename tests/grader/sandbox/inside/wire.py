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
DTYPES = {
    np.dtype(name).name: np.dtype(name)
    for name in ["?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"]
}
HEAD = struct.Struct("!II")  # how long the JSON is, and how long all blobs after it are; the JSON says how long each is
AT_ONCE = 1 << 18
TAKEN = bytes(bytearray(b"taken"))  # an object of its own, which no other bytes are


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

    def receive(self, seconds: float | None = None) -> tuple[Json, list[bytes]]:
        """The next message and its blobs. ClosedError, TooSlowError after `seconds`, or WireError when it is none."""
        deadline = None if seconds is None else time.monotonic() + seconds
        length, rest = HEAD.unpack(self._exactly(HEAD.size, deadline))
        if length > MAX_JSON_BYTES or rest > MAX_BLOB_BYTES:
            raise WireError("a message is too long")
        content = self._exactly(length + rest, deadline)
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

    def _exactly(self, size: int, deadline: float | None) -> bytes:
        while len(self._received) < size:
            try:
                self._socket.settimeout(None if deadline is None else max(deadline - time.monotonic(), 1e-3))
                part = self._socket.recv(AT_ONCE)
            except TimeoutError as error:
                raise TooSlowError("the worker does not answer") from error
            except OSError as error:
                raise ClosedError("the worker is gone") from error
            if not part:
                raise ClosedError("the worker is gone")
            self._received += part
            if deadline is not None and time.monotonic() > deadline and len(self._received) < size:
                raise TooSlowError("the worker does not answer")
        taken = bytes(self._received[:size])
        del self._received[:size]
        return taken

    def close(self) -> None:
        self._socket.close()


# Values


class Opaque:
    """A value that stays at the other end: what it is called by, and the name of its type."""

    def __init__(self, handle: int, type_name: str) -> None:
        self.handle = handle
        self.type_name = type_name


def encode(value: object, blobs: list[bytes], keep: Callable[[object], int] | None = None, depth: int = 0) -> Json:
    """A value as JSON; the numbers of arrays go into `blobs`.

    A plain array of real numbers, a number, and a tuple or list of such go across; of anything else `keep(value)`
    makes a handle, under which it stays.
    """
    if type(value) is np.ndarray and value.dtype.name in DTYPES and value.nbytes <= MAX_BLOB_BYTES:
        blobs.append(np.ascontiguousarray(value).tobytes())
        return {"array": len(blobs) - 1, "dtype": value.dtype.name, "shape": list(value.shape)}
    if value is None or type(value) is bool or (type(value) is int and -(2**63) <= value < 2**63):
        return {"number": value}
    if type(value) is float and math.isfinite(value):
        return {"number": value}
    if (type(value) is tuple or type(value) is list) and len(value) <= 8 and depth < MAX_DEPTH:
        return {type(value).__name__: [encode(part, blobs, keep, depth + 1) for part in value]}
    if type(value) is float:  # infinite, or not a number
        return {"float": repr(value)}
    if isinstance(value, Opaque):
        return {"handle": value.handle}
    return {"handle": keep(value) if keep else 0, "type": _type_name(value)}


def _type_name(value: object) -> str:
    name = type(value).__name__
    return f"{name} of {value.dtype}"[:80] if type(value) is np.ndarray else str(name)[:80]


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
        if isinstance(parts, list) and len(parts) <= 8:
            return kind(decode(part, blobs, depth + 1) for part in parts)
    if type(message.get("handle")) is int:
        return Opaque(message["handle"], printable(message.get("type"), 80))
    raise WireError("a value is none")


def printable(value: object, most: int) -> str:
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
    return np.frombuffer(bytearray(content), dtype).reshape(shape)
