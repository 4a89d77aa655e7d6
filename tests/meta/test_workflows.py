"""The workflows of the public repository are what GitHub accepts."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def check(path: Path) -> subprocess.CompletedProcess:
    """Hold a file against the copy of GitHub's schema that check-jsonschema carries; no network is asked."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(path)]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflow_fits_githubs_schema(path):
    """GitHub would read the workflow."""
    result = check(path)
    assert result.returncode == 0, result.stdout


def test_a_workflow_that_does_not_fit_is_refused(tmp_path):
    """The check sees a misspelt key."""
    path = tmp_path / "wrong.yml"
    path.write_text(WORKFLOWS[0].read_text(encoding="utf-8").replace("runs-on:", "run-on:"), encoding="utf-8")
    assert check(path).returncode != 0


def test_tests_run_weekly():
    """A dependency that breaks the course is noticed without a push."""
    # YAML 1.1 reads the key `on` as true.
    triggers = yaml.safe_load((ROOT / ".github/workflows/tests.yml").read_text(encoding="utf-8"))[True]
    assert len(triggers["schedule"][0]["cron"].split()) == 5
