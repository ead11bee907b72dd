"""What a process weighs."""

import re
from pathlib import Path


def kib(field: str, process: int | str = "self") -> int:
    status = Path(f"/proc/{process}/status").read_text()
    return int(re.search(rf"{field}:\s+(\d+) kB", status)[1])


def peak() -> int:
    """KiB of memory of this process that were resident at most."""
    return kib("VmHWM")
