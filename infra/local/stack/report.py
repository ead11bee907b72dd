"""What the person at the terminal reads."""

import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path


class Problem(Exception):
    """Something the person at the terminal can read and put right."""


def say(text: str) -> None:
    print(text, flush=True)


def fail(problem: Problem) -> None:
    print(f"\n{problem}", file=sys.stderr, flush=True)


@contextmanager
def step(title: str):
    """Names a step before it starts and its time when it is done."""
    say(f"==> {title}")
    started = time.monotonic()
    yield
    say(f"    {time.monotonic() - started:.1f} s")


def call(command: list[str], cwd: Path, **options) -> None:
    """Runs a command, its output going to the terminal."""
    if subprocess.run(command, cwd=cwd, **options).returncode != 0:
        raise Problem(f"This failed: {' '.join(command)}")
