"""Has the worker claim handles, numbers and changes that there are not."""

import dataclasses

from inside import worker

honest = worker.Responder.answer_call


def bent(self, *args):
    reply = honest(self, *args)
    changed = ((1e400, {"number": 10**400}),)
    return dataclasses.replace(reply, changed=changed, result={"handle": 10**30, "type": "\ud800"}, raised=None)


worker.Responder.answer_call = bent


def instance_norm(x, eps=1e-5):
    return x
