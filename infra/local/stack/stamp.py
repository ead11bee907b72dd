"""Digests that tell whether something has to be made again."""

import hashlib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Mark:
    """A file that remembers what something was made from."""

    file: Path
    wanted: str

    def differs(self) -> bool:
        return not self.file.exists() or self.file.read_text() != self.wanted

    def write(self) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_text(self.wanted)


def of(*paths: Path, salt: str = "", skip: tuple[str, ...] = ()) -> str:
    """The digest of files, and of folders with everything in them except entries named in `skip`."""
    digest = hashlib.sha256(salt.encode())
    for path in paths:
        for file in sorted(files_of(path, skip)):
            digest.update(str(file).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def files_of(path: Path, skip: tuple[str, ...]):
    if path.is_file():
        yield path
        return
    for entry in path.iterdir():
        if entry.name not in skip:
            yield from files_of(entry, skip)
