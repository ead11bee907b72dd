"""Builds the functions, as zips that Lambda takes, and the web pages."""

import hashlib
import json
import os
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path

from stack import stamp
from stack.environment import ROOT
from stack.report import Problem, call, step

WEB = ROOT / "web"
DEMO_DATA = "demo-data"


@dataclass(frozen=True)
class Workspace:
    """What cargo knows of this repository."""

    binaries: set[str]
    target: Path

    def binary(self, name: str) -> Path:
        return self.target / "debug" / name


def workspace() -> Workspace:
    command = ["cargo", "metadata", "--no-deps", "--format-version", "1"]
    found = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    if found.returncode != 0:
        raise Problem("cargo cannot read the workspace; its message stands above.")
    metadata = json.loads(found.stdout)
    targets = [target for package in metadata["packages"] for target in package["targets"]]
    return Workspace({t["name"] for t in targets if "bin" in t["kind"]}, Path(metadata["target_directory"]))


def functions(cargo: Workspace, names: list[str]) -> None:
    """Compiles the functions and the demo data loader in one go, so that they share every dependency."""
    absent = [name for name in names if name not in cargo.binaries]
    if absent:
        raise Problem(f"infra/template.yaml names functions without a crate: {', '.join(absent)}")
    if DEMO_DATA in cargo.binaries:
        names = [*names, DEMO_DATA]
    with step("Building the functions"):
        call(["cargo", "build", *(word for name in names for word in ("--bin", name))], cwd=ROOT)


def package(cargo: Workspace, name: str) -> Path:
    """The zip of one function; made again only when its binary has changed."""
    binary, folder = cargo.binary(name), cargo.target / "lambda-dev" / name
    if not binary.exists():
        raise Problem(f"{binary} is not built.")
    archive, state = folder / "function.zip", binary.stat()
    packaged = stamp.Mark(folder / "stamp", f"{state.st_mtime_ns} {state.st_size}")
    if packaged.differs() or not archive.exists():
        folder.mkdir(parents=True, exist_ok=True)
        stripped = folder / f"bootstrap.{os.getpid()}"
        call(["strip", "-o", str(stripped), str(binary)], cwd=ROOT)
        write_zip(stripped, archive)
        stripped.unlink()
        packaged.write()
    return archive


def write_zip(bootstrap: Path, archive: Path) -> None:
    """The same bytes in give the same bytes out, so an unchanged function is not deployed again."""
    entry = zipfile.ZipInfo("bootstrap", date_time=(1980, 1, 1, 0, 0, 0))
    entry.external_attr = 0o755 << 16
    unfinished = archive.with_suffix(f".{os.getpid()}")
    with zipfile.ZipFile(unfinished, "w") as out:
        out.writestr(entry, bootstrap.read_bytes(), zipfile.ZIP_DEFLATED, compresslevel=1)
    unfinished.replace(archive)


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:32]


def web() -> None:
    """Builds the web pages, unless they are built from exactly these sources."""
    # npm writes this file last, whoever calls it.
    installed, wanted = WEB / "node_modules/.package-lock.json", WEB / "package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < wanted.stat().st_mtime:
        with step("Installing the web tools"):
            call(["npm", "ci", "--no-audit", "--no-fund"], cwd=WEB)
    built = stamp.Mark(ROOT / ".local/web.stamp", stamp.of(WEB, skip=("node_modules", "dist")))
    if built.differs() or not (WEB / "dist").exists():
        with step("Building the web pages"):
            call(["npm", "run", "--silent", "build"], cwd=WEB)
        built.write()
