"""Raises an exception with a message of megabytes, control characters and half characters."""

def instance_norm(x, eps=1e-5):
    raise ValueError("\x1b[2J\ud800\u202e</script>" * 50_000)
