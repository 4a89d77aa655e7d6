"""Has the worker claim handles, numbers and changes that there are not."""

import __main__ as worker

honest = worker.Answering.one


def bent(self, *args):
    reply = honest(self, *args)
    return {**reply, "changed": [[1e400, {"number": 10**400}]], "result": {"handle": 10**30, "type": "\ud800"}}


worker.Answering.one = bent


def instance_norm(x, eps=1e-5):
    return x
