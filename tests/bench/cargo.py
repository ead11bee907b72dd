"""Release builds, and where they are."""

import json
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def metadata() -> dict:
    command = ["cargo", "metadata", "--no-deps", "--format-version", "1"]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)


def functions() -> list[str]:
    """The crates that are Lambda functions, by the name of their binary."""
    return sorted(package["name"] for package in metadata()["packages"]
                  if Path(package["manifest_path"]).parent.parent == ROOT / "functions")


def build(*names: str) -> dict[str, Path]:
    """Builds binaries as they are released."""
    words = [word for name in names for word in ("--bin", name)]
    subprocess.run(["cargo", "build", "--release", *words], cwd=ROOT, check=True)
    return {name: Path(metadata()["target_directory"]) / "release" / name for name in names}
