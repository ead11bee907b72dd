"""The virtual environment of the repository's own, in .local/venv."""

import os
import subprocess
import sys
from pathlib import Path

from stack import stamp
from stack.report import Problem, step

ROOT = Path(__file__).resolve().parents[3]
LOCAL = ROOT / "infra/local"
VENV = ROOT / ".local/venv"

STACK = LOCAL / "requirements.txt"
LINT = LOCAL / "requirements-lint.txt"


def enter(*requirements: Path) -> None:
    """Goes on in the virtual environment: makes it, fills it, and starts this command again inside it."""
    if Path(sys.prefix) == VENV:
        return
    made = stamp.Mark(VENV / "python.stamp", sys.version)
    if made.differs():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
        made.write()
    for file in requirements:
        install(file)
    python = str(VENV / "bin/python")
    os.execv(python, [python, "-m", "stack", *sys.argv[1:]])


def install(requirements: Path) -> None:
    """Installs what a requirements file pins, unless exactly that is there already."""
    installed = stamp.Mark(VENV / f"{requirements.stem}.stamp", stamp.of(requirements))
    if not installed.differs():
        return
    with step(f"Installing {requirements.relative_to(ROOT)}"):
        pip = [str(VENV / "bin/pip"), "--disable-pip-version-check", "install", "--quiet",
               "--require-hashes", "--only-binary", ":all:", "-r", str(requirements)]
        if subprocess.run(pip).returncode != 0:
            raise Problem(f"pip could not install {requirements}.")
    installed.write()
