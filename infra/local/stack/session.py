"""A running stack from its first step to its last: for a person (`up`) and for a command (`run`)."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from stack import build, template
from stack.build import DEMO_DATA, Workspace
from stack.data import Data
from stack.deploy import Deployer, Deployment
from stack.emulator import Emulator
from stack.environment import ROOT
from stack.front import Front, ensure_free
from stack.process import Child, free_port
from stack.report import call, say, step

ACCOUNTS = """
  account          password      who
  unit1            Canbao-2026   益阳市第一中学
  unit2            Canbao-2026   桃江县人民医院
  yiyang-review    Canbao-2026   益阳市总工会代办处, review
  yiyang-finance   Canbao-2026   益阳市总工会代办处, finance
  yiyang-agency    Canbao-2026   益阳市总工会代办处, all duties
  unit3            Canbao-2026   郴州市第一小学
  chenzhou-agency  Canbao-2026   郴州市总工会代办处, all duties
  admin            Canbao-2026   administrator
"""


@dataclass(frozen=True)
class Running:
    emulator: Emulator
    front: Front
    deployment: Deployment

    @property
    def children(self) -> list[Child]:
        return [self.emulator.child, self.front.child]


class Stopped(BaseException):
    """SIGTERM or Ctrl-C, raised wherever the stack happens to be, so that it is taken down from there."""


def up(port: int, data_root: Path) -> int:
    """Runs until it is told to stop."""
    data = Data(data_root)
    with stoppable():
        try:
            with stack(data, port, prebuilt=False) as running:
                say(f"\nCanbao is at {running.front.url}\n{ACCOUNTS}")
                say(f"Functions write to {data.function_log}\nCtrl-C stops, and keeps the data in {data.root}")
                watch(running.children)
        except Stopped:
            say("\nStopped.")
    return 0


def run(command: list[str], port: int, data_root: Path | None, prebuilt: bool) -> int:
    """Runs a command against a stack of its own and answers with its exit code."""
    data, code = Data(data_root or Path(tempfile.mkdtemp(prefix="canbao-"))), 130
    with stoppable():
        try:
            with stack(data, port or free_port(), prebuilt) as running:
                env = {**os.environ, **exported(running, data)}
                code = subprocess.run(command, cwd=ROOT, env=env).returncode
        except Stopped:
            pass
        finally:
            if code != 0 or data_root:
                say(f"What the functions printed is in {data.function_log}")
    if code == 0 and not data_root:
        shutil.rmtree(data.root)
    return code


@contextmanager
def stack(data: Data, port: int, prebuilt: bool):
    """Builds, starts and deploys; on leaving stops what was started, in reverse order."""
    described = template.read()
    names = template.function_names(described)
    cargo = build.workspace()
    with ExitStack() as undo:
        ensure_free(port)
        lock = undo.enter_context(data.locked())
        if not prebuilt:
            build.functions(cargo, names)
        with step("Packaging the functions"):
            archives = {name: build.package(cargo, name) for name in names}
        build.web()
        with step("Starting the AWS emulator"):
            emulator = Emulator(data, lock)
            undo.callback(emulator.child.stop)
            emulator.wait()
        with step("Deploying infra/template.yaml"):
            deployment = Deployer(emulator).deploy(archives, f"http://127.0.0.1:{port}")
        load_demo_data(cargo, emulator, deployment)
        front = Front(data, port, f"{emulator.url}/_aws/execute-api/{deployment.outputs['ApiId']}", emulator.url)
        undo.callback(front.child.stop)
        front.wait()
        yield Running(emulator, front, deployment)


def load_demo_data(cargo: Workspace, emulator: Emulator, deployment: Deployment) -> None:
    if DEMO_DATA not in cargo.binaries:
        return
    with step("Loading the demo data"):
        env = {**os.environ, **emulator.credentials(), **deployment.environment()}
        call([str(cargo.binary(DEMO_DATA))], cwd=ROOT, env=env)


def exported(running: Running, data: Data) -> dict[str, str]:
    """What a command under `run` finds in its environment."""
    outputs = running.deployment.outputs
    return {
        **running.emulator.credentials(),
        **running.deployment.environment(),
        "CANBAO_URL": running.front.url,
        "CANBAO_EMULATOR_URL": running.emulator.url,
        "CANBAO_API_ID": outputs["ApiId"],
        "CANBAO_TABLE": outputs["TableName"],
        "CANBAO_BUCKET": outputs["FilesBucket"],
        "CANBAO_ROSTER_QUEUE": outputs["RosterQueueUrl"],
        "CANBAO_ROSTER_FAILURES": outputs["RosterFailuresUrl"],
        "CANBAO_DOCUMENT_QUEUE": outputs["DocumentQueueUrl"],
        "CANBAO_DOCUMENT_FAILURES": outputs["DocumentFailuresUrl"],
        "CANBAO_UPLOAD_FAILURES": outputs["UploadFailuresUrl"],
        "CANBAO_PERSON_KEY": running.deployment.person_key,
        "CANBAO_FUNCTION_LOG": str(data.function_log),
    }


def watch(children: list[Child]) -> None:
    while True:
        for child in children:
            child.ensure_running()
        time.sleep(0.5)


@contextmanager
def stoppable():
    """Turns the first SIGINT or SIGTERM into Stopped; a second one cannot interrupt the taking down."""
    def stop(*_):
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        raise Stopped

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    yield
