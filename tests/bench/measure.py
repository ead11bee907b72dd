"""Measures what `quality` asks of the system beside its peers, all in one run, and prints one table.

    python3 tests/bench/measure.py [P1] [P2] [P3] [P4] [P5]

Without arguments everything. Progress goes to stderr, the table to stdout.
"""

import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
VENV = ROOT / ".local/bench-venv"
REQUIREMENTS = HERE / "requirements.txt"


def enter() -> None:
    """Goes on in a virtual environment that holds the peers, filled anew when the requirements have changed."""
    if Path(sys.prefix) == VENV:
        return
    wanted, stamp = REQUIREMENTS.read_text() + sys.version, VENV / "stamp"
    if not stamp.exists() or stamp.read_text() != wanted:
        venv.create(VENV, clear=True, with_pip=True)
        pip = [VENV / "bin/pip", "--disable-pip-version-check", "install", "--quiet", "--require-hashes",
               "--only-binary", ":all:", "-r", REQUIREMENTS]
        subprocess.run(pip, check=True)
        stamp.write_text(wanted)
    python = str(VENV / "bin/python")
    os.execv(python, [python, *sys.argv])


def main(wanted: list[str]) -> None:
    import cargo
    import on_stack
    import papers
    import rosters
    from table import show

    rows = []
    if not wanted or {"P1", "P4", "P5"} & set(wanted):
        bench = cargo.build("bench")["bench"]
        if not wanted or "P4" in wanted:
            rows += papers.printing(bench)
    if not wanted or {"P1", "P5"} & set(wanted):
        with rosters.folder(bench) as files:
            if not wanted or "P1" in wanted:
                rows += rosters.reading(bench, files)
            if not wanted or "P5" in wanted:
                rows += rosters.writing(bench, files)
    stack = [part for part in ("P2", "P3") if not wanted or part in wanted]
    if stack:
        rows += on_stack.measure(stack)
    print(show(rows))


if __name__ == "__main__":
    enter()
    main(sys.argv[1:])
