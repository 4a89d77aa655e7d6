"""Returns an object whose class has no name to tell."""

class Nameless(type):
    @property
    def __name__(cls):
        raise BaseException("no name")


class Thing(metaclass=Nameless):
    pass


def instance_norm(x, eps=1e-5):
    return Thing()
