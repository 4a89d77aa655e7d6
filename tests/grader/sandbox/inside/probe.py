"""Tried before anything is graded: whether what shuts submissions in really does, and what they need is there."""

import os
import sys

from .limits import become


def writable_settings() -> list[str]:
    """The files below /proc/sys, the kernel's own settings, that this process could write to."""
    writable = []
    for folder, _, files in os.walk("/proc/sys"):
        for path in (os.path.join(folder, file) for file in files):
            try:
                os.close(os.open(path, os.O_WRONLY))
            except OSError:
                continue
            writable.append(path)
    return writable


def import_packages() -> None:
    """Import what every submission may count on; what is broken is so for all, and no submission's fault."""
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot

    from . import shell  # noqa: F401 - what notebooks need, IPython with it


def main() -> None:
    """As a submission would run; ends with a sentence where it could change this machine, or would lack a package.

    Called with "shared" where bwrap does not shut it in: then it may do what everybody on this machine may.
    """
    isolated = sys.argv[2:] != ["shared"]
    become(int(sys.argv[1]), isolated=isolated)
    import_packages()
    writable = writable_settings() if isolated else []
    if writable:
        sys.exit(f"{len(writable)} of the kernel's settings can be written to, among them {writable[0]}")


if __name__ == "__main__":
    main()
