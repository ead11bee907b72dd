"""The state folder of one stack."""

import fcntl
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from stack.process import free_port, port_is_free
from stack.report import Problem


@dataclass(frozen=True)
class Data:
    root: Path

    def folder(self, name: str) -> Path:
        path = self.root / name
        path.mkdir(parents=True, exist_ok=True)
        return path

    @property
    def logs(self) -> Path:
        return self.folder("logs")

    @property
    def function_log(self) -> Path:
        return self.logs / "functions.log"

    @contextmanager
    def locked(self):
        """Two emulators on one state would each overwrite what the other has saved."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise Problem(f"Another stack runs on {self.root}. Stop it, or set CANBAO_DATA to another folder."
                              ) from error
            yield lock

    def emulator_port(self) -> int:
        """The port of the last time while it is free: what users have bookmarked or copied goes on working."""
        file = self.root / "emulator-port"
        last = int(file.read_text()) if file.exists() else 0
        port = last if last and port_is_free(last) else free_port()
        file.write_text(str(port))
        return port
