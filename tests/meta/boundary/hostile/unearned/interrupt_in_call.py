"""When called: interrupt."""

def instance_norm(x, eps=1e-5):
    raise KeyboardInterrupt
