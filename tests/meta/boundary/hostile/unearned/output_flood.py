"""Prints without end when called."""

def instance_norm(x, eps=1e-5):
    while True:
        print("x" * (1 << 20), flush=True)
