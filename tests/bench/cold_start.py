"""P3: from the start of a function's process to its first poll of the Runtime API."""

import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from peak import kib

HERE = Path(__file__).resolve().parent
# What boto3 needs for the same sign-in: one client, nothing called.
PEER = """
import http.client, os
import boto3
client = boto3.client("dynamodb")
http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"]).request("GET", "/2018-06-01/runtime/invocation/next")
import time; time.sleep(60)
"""


@dataclass(frozen=True)
class Start:
    """Seconds of CPU and wall until the first poll, KiB resident then."""

    cpu: float
    wall: float
    resident: int


def python(environment: dict[str, str]) -> Start:
    return best([sys.executable, "-c", PEER], environment)


def best(command: list, environment: dict[str, str], runs: int = 7) -> Start:
    return min((once(command, environment) for _ in range(runs)), key=lambda start: start.cpu)


def once(command: list, environment: dict[str, str]) -> Start:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(30)
        api = f"127.0.0.1:{server.getsockname()[1]}"
        env = {"PATH": os.defpath, **environment, "AWS_LAMBDA_RUNTIME_API": api}
        begun = time.perf_counter()
        child = subprocess.Popen([str(word) for word in command], env=env, stdout=subprocess.DEVNULL)
        try:
            poll, _ = server.accept()
            asked = poll.recv(4096)
            wall = time.perf_counter() - begun
            if b"/runtime/invocation/next" not in asked:
                raise SystemExit(f"{command} asked the Runtime API for {asked[:80]!r}")
            start = Start(cpu_of(child.pid), wall, kib("VmRSS", child.pid))
            poll.close()
        finally:
            child.kill()
            child.wait()
    return start


def cpu_of(process: int) -> float:
    tasks = Path(f"/proc/{process}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9
