"""While loaded: loop."""

while True:
    pass


def instance_norm(x, eps=1e-5):
    return x
