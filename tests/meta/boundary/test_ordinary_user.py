"""What depends on the user, tried again as nobody, whom the system counts and limits in another way than root."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from grader.sandbox.launcher import isolation
from notebooks import ROOT

NOBODY = 65534


@pytest.mark.skipif(os.getuid() != 0, reason="all of it was tried as an ordinary user")
@pytest.mark.skipif(isolation().kind != "bwrap", reason="hostile submissions run only where bwrap works")
def test_all_holds_for_an_ordinary_user(tmp_path_factory):
    """The tests of hostile submissions whose names are about limits, processes, keys and files, run as nobody."""
    home = tmp_path_factory.mktemp("nobody")
    home.chmod(0o700)
    os.chown(home, NOBODY, NOBODY)
    python = [
        sys.executable,
        "-m",
        "pytest",
        str(Path(__file__).parent),
        "-q",
        "-p",
        "no:cacheprovider",
        "--color=no",
        "--no-header",
    ]
    chosen = "limits links_beside bomb kill_parents outlives setting proc_sys keys priority".replace(" ", " or ")
    python += ["-p", "no:cacheprovider", f"--basetemp={home}/pytest", "-k", chosen]
    become = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *python]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-ec", f"{reachable(home)}\nexec {shlex.join(become)}"],
        check=False,
        env={**clean, "HOME": str(home), "XDG_CACHE_HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0 and " passed" in done.stdout, done.stdout[-5000:] + done.stderr[-2000:]


def reachable(home: Path) -> str:
    """Shell lines that let anybody reach this Python and `home`, in the shell's own view of the files only."""
    lines = []
    for number, place in enumerate((Path(sys.base_prefix), home)):
        closed = [parent for parent in place.parents if not parent.stat().st_mode & 1]
        if closed:
            place, aside, closed = (shlex.quote(str(path)) for path in (place, f"/mnt/{number}", closed[-1]))
            lines += ["mount -t tmpfs none /mnt"] if not lines else []
            lines += [f"mkdir {aside}", f"mount --bind {place} {aside}"]
            lines += [f"mount -t tmpfs -o mode=755 none {closed}"]
            lines += [f"mkdir -p {place}", f"mount --bind {aside} {place}"]
    return "\n".join(lines)
