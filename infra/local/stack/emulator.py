"""The AWS emulator behind the local stack."""

import os
import sys
import time
import urllib.error
import urllib.request

from stack.data import Data
from stack.environment import LOCAL
from stack.process import Child
from stack.report import Problem

REGION = "us-east-1"
START_SECONDS = 60


class Emulator:
    """A running emulator; roles are enforced, its owner signs as root."""

    def __init__(self, data: Data, lock):
        port = data.emulator_port()
        self.url = f"http://127.0.0.1:{port}"
        self.child = Child("AWS emulator", [sys.executable, "-m", "stack.emulator_process", str(data.function_log)],
                           environment(data, port, self.url), data.logs / "emulator.log", cwd=LOCAL, keep=[lock])

    def wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            self.child.ensure_running()
            if time.monotonic() > deadline:
                raise Problem(f"The AWS emulator does not answer. See {self.child.log}")
            time.sleep(0.1)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/_ministack/health", timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            return False

    def credentials(self) -> dict[str, str]:
        """The environment in which any AWS SDK talks to this emulator as its owner."""
        return {"AWS_ENDPOINT_URL": self.url, "AWS_REGION": REGION, "AWS_DEFAULT_REGION": REGION,
                "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}


def environment(data: Data, port: int, url: str) -> dict[str, str]:
    """All that the emulator sees. Functions inherit it, so nothing of this shell may be in it: a variable that the
    template forgets has to be missing here as it would be on AWS."""
    scratch = str(data.folder("tmp"))
    return {
        "PATH": os.defpath, "HOME": scratch, "TMPDIR": scratch, "LANG": "C.UTF-8",
        "AUTH": "true", "BIND_HOST": "127.0.0.1", "GATEWAY_PORT": str(port), "AWS_ENDPOINT_URL": url,
        "MINISTACK_REGION": REGION, "PERSIST_STATE": "1", "STATE_DIR": str(data.folder("state")),
        "S3_PERSIST": "1", "S3_DATA_DIR": str(data.folder("s3")),
        "SFTP_ENABLED": "0", "IOT_MTLS_ENABLED": "0",
    }
