"""Writes questions of its own onto the wire: nearly right, about boxes that there are not, and many unread."""

import json
import os
import socket
import struct

QUESTIONS = [
    {"box": 0, "x": {"array": 0, "dtype": "float64", "shape": [1, 1, 1]}, "eps": {"number": None}},
    {"box": 0, "x": {"array": 0, "dtype": "float64", "shape": [1, 1, 1]}, "eps": {"number": 10**400}},
    {"box": 0, "x": {"handle": 1, "type": "\ud800"}, "eps": {"float": "nan"}},
    {"box": 0, "x": {"tuple": [{"box": 0}]}, "eps": {"box": 0}},
    {"box": 10**30, "x": 1, "eps": 1},
]


def wires():
    """Every socket that this process has open."""
    for number in range(3, 256):
        try:
            yield socket.socket(fileno=os.dup(number))
        except OSError:
            pass


def write(wire, message):
    text = json.dumps({**message, "blobs": [8]}).encode()
    wire.sendall(struct.pack("!II", len(text), 8) + text + bytes(8))


for wire in wires():  # before anything was asked of it
    write(wire, QUESTIONS[0])


def check_instance_norm(instance_norm):
    for wire in wires():
        for question in QUESTIONS * 100:
            write(wire, question)
