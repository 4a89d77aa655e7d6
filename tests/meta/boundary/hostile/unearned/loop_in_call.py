"""When called: loop."""

def instance_norm(x, eps=1e-5):
    while True:
        pass
