"""Child processes that are started, watched and always reaped."""

import os
import signal
import socket
import subprocess
from pathlib import Path

from stack.report import Problem

STOP_SECONDS = 30


class Child:
    """A server of the stack, in a process group of its own so that Ctrl-C reaches only the stack itself."""

    def __init__(self, name: str, command: list[str], env: dict[str, str], log: Path, cwd: Path, keep=()):
        """`keep` are open files that the child holds too: a lock lasts as long as either of the two."""
        self.name, self.log = name, log
        with log.open("ab") as output:
            # The open pipe on its standard input is how a child learns that this process is gone.
            self.process = subprocess.Popen(command, env=env, cwd=cwd, stdin=subprocess.PIPE, stdout=output,
                                            stderr=subprocess.STDOUT, start_new_session=True,
                                            pass_fds=[file.fileno() for file in keep])

    def ensure_running(self) -> None:
        if self.process.poll() is not None:
            raise Problem(f"The {self.name} has ended by itself (code {self.process.returncode}). See {self.log}")

    def stop(self) -> None:
        """Asks it to end, waits, then ends whatever it has left behind."""
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdin.close()
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass


def port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
