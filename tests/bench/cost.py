"""What a process costs, as the operating system charges it."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Cost:
    """CPU (user and system) and wall in seconds, peak of resident memory in KiB, and what it answered."""

    cpu: float
    wall: float
    peak: int
    outcome: str


def once(command: list) -> Cost:
    """Runs a command that answers `outcome TAB peak`."""
    begun = time.perf_counter()
    child = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, text=True)
    printed = child.stdout.read()
    _, status, used = os.wait4(child.pid, 0)
    wall = time.perf_counter() - begun
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise SystemExit(f"{command} ended with {child.returncode}")
    outcome, peak = printed.rstrip("\n").split("\t")
    return Cost(used.ru_utime + used.ru_stime, wall, int(peak), outcome)


def best(command: list, runs: int) -> Cost:
    """The run with the least CPU: what other programs do to a machine can only add."""
    print(*command[:1], *command[1:], file=sys.stderr)
    return min((once(command) for _ in range(runs)), key=lambda cost: cost.cpu)


def cold_and_warm(command: list, runs: int, warm: int) -> tuple[Cost, float | None]:
    """A whole process that does the work once, and the CPU of each repetition within a process."""
    cold = best([*command, 1], runs)
    if not warm:
        return cold, None
    return cold, (best([*command, 1 + warm], max(1, runs - 2)).cpu - cold.cpu) / warm
