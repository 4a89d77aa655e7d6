"""An object whose __call__ is found anew at every call, in a module that is imported then."""

import importlib


class Called:
    def __getattr__(self, name):
        return getattr(importlib.import_module("solutions.instance_norm"), name)

    def __call__(self, *args, **kwargs):
        return self.instance_norm(*args, **kwargs)


instance_norm = Called()
