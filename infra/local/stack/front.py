"""The one address of the stack: the web pages and, under /api, the HTTP API. On AWS this is CloudFront's part."""

import os
import time
import urllib.error
import urllib.request

from stack.build import WEB
from stack.data import Data
from stack.process import Child, port_is_free
from stack.report import Problem

START_SECONDS = 30


def ensure_free(port: int) -> None:
    if not port_is_free(port):
        raise Problem(f"Port {port} is taken. Choose another one: PORT={port + 1} make up")


class Front:
    def __init__(self, data: Data, port: int, api: str, files: str):
        """`files` is the origin that browsers put files to and show them from."""
        self.url = f"http://127.0.0.1:{port}"
        vite = ["node", "node_modules/vite/bin/vite.js", "preview",
                "--host", "127.0.0.1", "--port", str(port), "--strictPort"]
        env = {**os.environ, "CANBAO_API": api, "CANBAO_FILES": files, "CANBAO_STACK": "1"}
        self.child = Child("web server", vite, env, data.logs / "web.log", cwd=WEB)

    def wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            self.child.ensure_running()
            if time.monotonic() > deadline:
                raise Problem(f"The web server does not answer. See {self.child.log}")
            time.sleep(0.1)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(self.url, timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            return False
