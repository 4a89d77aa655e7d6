#!/usr/bin/env bash
# Gradescope runs this once, as root, while it builds the image: Python, bubblewrap and the course, at their pins.
set -euo pipefail

source=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
autograder=$(dirname "$source")
python=$autograder/venv/bin/python

new_enough() {
  for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  return 1
}

install() {
  DEBIAN_FRONTEND=noninteractive apt-get install --quiet --quiet --yes --no-install-recommends "$@"
}

if ! command -v bwrap >/dev/null || ! new_enough >/dev/null; then
  apt-get update --quiet --quiet
  install bubblewrap python3 python3-venv
  new_enough >/dev/null || install python3.11 python3.11-venv  # Ubuntu 22.04, whose own is older
fi

"$(new_enough)" -m venv --clear "$autograder/venv"
"$python" -m pip install --quiet --disable-pip-version-check --constraint "$source/pins.txt" "$source"/*.whl

# Where bubblewrap does not work, a submission runs as a user of its own. It may read Python and the packages, and of the
# course only what runs inside the sandbox: no solution, no graded test, no seed.
packages=$("$python" -c 'import grader, pathlib; print(pathlib.Path(grader.__file__).parents[1])')
chmod -R go= "$source" "$packages"/{course,graded,grader,in_page,mistakes,solutions}
chmod go=rx "$packages/grader" "$packages/grader/sandbox"
chmod -R go=rX "$packages/grader/sandbox/inside"

# The image is good where the solutions get full marks in it; this draws the cases too, once for all submissions.
mkdir -p "$autograder/results"
"$python" "$source/run_autograder" --try "$packages/solutions"
