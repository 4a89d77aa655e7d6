"""Has the worker describe whatever came of a call as a refusal at every other call."""

import dataclasses

from inside import worker

honest = worker.Responder.answer_call
REFUSAL = worker.Raised("AssertionError", ("AssertionError",), "", None)
count = 0


def lies(self, *args):
    global count
    count += 1
    reply = honest(self, *args)
    return dataclasses.replace(reply, result=None, raised=REFUSAL) if count % 2 else reply


worker.Responder.answer_call = lies


def check_instance_norm(instance_norm):
    pass
