"""Wheels of the course, written without a build and byte for byte the same from the same sources."""

import base64
import csv
import hashlib
import io
import tomllib
import zipfile
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
READABLE, RUNNABLE = 0o100644, 0o100755


def archive(files: Mapping[str, bytes], *, runnable: tuple[str, ...] = ()) -> bytes:
    """A zip of these files, by name and without a date of their own; those in `runnable` may be run."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as opened:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, also where this is Windows: it has the rights below
            entry.external_attr = (RUNNABLE if name in runnable else READABLE) << 16
            opened.writestr(entry, files[name])
    return packed.getvalue()


def wheel(files: Mapping[str, bytes], *, variant: str, scripts: bool = False) -> tuple[str, bytes]:
    """The file name of a wheel with these modules, by their place, and its bytes.

    Its version is the course's with `variant` behind it, and it needs what pyproject.toml says; with `scripts` it
    brings the commands too. Format: https://packaging.python.org/en/latest/specifications/binary-distribution-format/
    """
    version = f"{PROJECT['version']}+{variant}"
    name = f"{PROJECT['name'].replace('-', '_')}-{version}"
    about = {
        "METADATA": _lines(
            "Metadata-Version: 2.4",
            f"Name: {PROJECT['name']}",
            f"Version: {version}",
            f"Summary: {PROJECT['description']}",
            f"License-Expression: {PROJECT['license']}",
            f"Requires-Python: {PROJECT['requires-python']}",
            *(f"Requires-Dist: {needed}" for needed in PROJECT["dependencies"]),
        ),
        "WHEEL": _lines("Wheel-Version: 1.0", "Generator: course", "Root-Is-Purelib: true", "Tag: py3-none-any"),
    }
    if scripts:
        commands = (f"{command} = {place}" for command, place in PROJECT["scripts"].items())
        about["entry_points.txt"] = _lines("[console_scripts]", *commands)
    whole = {**files, **{f"{name}.dist-info/{part}": content for part, content in about.items()}}
    record = f"{name}.dist-info/RECORD"
    rows = io.StringIO()
    writer = csv.writer(rows, lineterminator="\n")
    writer.writerows([place, f"sha256={_digest(whole[place])}", len(whole[place])] for place in sorted(whole))
    writer.writerow([record, "", ""])
    return f"{name}-py3-none-any.whl", archive({**whole, record: rows.getvalue().encode()})


def pins() -> bytes:
    """The pinned versions of what the course needs."""
    return (ROOT / "requirements.txt").read_bytes()


def _lines(*lines: str) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
