"""The emulator's own process: ministack with four things it does not do by itself.

- It writes its state on a clean stop only: without a snapshot now and then, a lost terminal or a power cut would cost
  every application entered since `make up`.
- It ends when the process that started it ends, however that happens.
- What functions print goes to one file too, not only to the emulated log groups.
- Its Runtime API sends the head and the body of an event apart. Unless Nagle's algorithm is off, each call of a
  function waits 40 ms between the two.
"""

import os
import signal
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from ministack import app
from ministack.services import lambda_svc

SNAPSHOT_EVERY_SECONDS = 60


def snapshot_regularly() -> None:
    while True:
        time.sleep(SNAPSHOT_EVERY_SECONDS)
        app.save_all(app._build_persistence_save_dict())


def stop_with_parent() -> None:
    """The parent holds the other end of this pipe, which closes when the parent ends.

    Read without Python's buffer: a thread that waits inside it makes the interpreter abort when it ends.
    """
    os.read(sys.stdin.fileno(), 1)
    os.kill(os.getpid(), signal.SIGTERM)


def copy_function_logs(file: Path) -> None:
    into_log_groups, writing = lambda_svc._emit_lambda_logs, threading.Lock()

    def into_both(func, request_id, log_text, error, duration_ms, **source):
        into_log_groups(func, request_id, log_text, error, duration_ms, **source)
        name = (func.get("config") or func)["FunctionName"]
        ended = f"{'failed' if error else 'ended'} after {duration_ms} ms"
        at = time.strftime("%H:%M:%S", time.gmtime())
        lines = [*(log_text or "").splitlines(), ended]
        with writing, file.open("a") as out:
            out.writelines(f"{at} {name} {request_id[:8]} {line}\n" for line in lines)

    lambda_svc._emit_lambda_logs = into_both


if __name__ == "__main__":
    BaseHTTPRequestHandler.disable_nagle_algorithm = True
    copy_function_logs(Path(sys.argv[1]))
    for duty in (snapshot_regularly, stop_with_parent):
        threading.Thread(target=duty, daemon=True).start()
    # ministack reads the command line too.
    del sys.argv[1:]
    app.main()
