"""Is everything here that building and running the stack needs?"""

import importlib.util
import os
import re
import shutil
import subprocess

from stack.report import Problem

MIN_NODE = 20

HOW_TO_GET = {
    "cargo": "Rust: https://rustup.rs (it then fetches the version in rust-toolchain.toml by itself)",
    "cc": "a C compiler and linker: apt install build-essential, or xcode-select --install",
    "strip": "binutils: apt install binutils, or xcode-select --install",
    "node": f"Node.js {MIN_NODE} or newer: https://nodejs.org",
    "npm": "npm, which comes with Node.js: https://nodejs.org",
    "venv": "Python's venv module: apt install python3-venv",
}


def check() -> None:
    """Raises a Problem that names every missing tool and where to get it."""
    missing = [tool for tool in ("cargo", "cc", "strip", "node", "npm") if not shutil.which(tool)]
    if "node" not in missing and node_version() < MIN_NODE:
        missing.append("node")
    if not importlib.util.find_spec("ensurepip"):
        missing.append("venv")
    if missing:
        raise Problem("Missing:\n" + "\n".join(f"  {tool:6} {HOW_TO_GET[tool]}" for tool in missing))
    if os.name != "posix":
        raise Problem("The stack runs on Linux and macOS; on Windows use WSL.")


def node_version() -> int:
    printed = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout
    found = re.match(r"v(\d+)", printed)
    return int(found[1]) if found else 0
