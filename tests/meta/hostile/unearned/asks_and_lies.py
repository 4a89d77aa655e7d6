"""Has the worker describe whatever came of a call as a refusal at every other call."""

import __main__ as worker

honest = worker.Answering.one
REFUSAL = {"type": "AssertionError", "kinds": ["AssertionError"], "said": "", "line": None}
count = 0


def lies(self, *args):
    global count
    count += 1
    reply = honest(self, *args)
    return {**reply, "raised": REFUSAL} if count % 2 else reply


worker.Answering.one = lies


def check_instance_norm(instance_norm):
    pass
