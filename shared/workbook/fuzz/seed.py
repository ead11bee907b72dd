"""Writes the seeds of both targets from the corpus: whole files for `roster`, their parts for `parts`."""

import sys
import zipfile
from pathlib import Path

PARTS = {
    "xl/worksheets/sheet1.xml": 0,
    "xl/sharedStrings.xml": 1,
    "xl/styles.xml": 2,
    "xl/workbook.xml": 3,
    "docProps/custom.xml": 4,
    "content.xml": 5,
}
# Larger seeds make every run slow and teach the fuzzer nothing.
LARGEST = 64 * 1024


def main(corpus: Path, seeds: Path) -> None:
    for target in ("roster", "parts"):
        (seeds / target).mkdir(parents=True, exist_ok=True)
    for file in sorted(corpus.iterdir()):
        if file.suffix == ".json":
            continue
        content = file.read_bytes()
        if len(content) <= LARGEST:
            (seeds / "roster" / file.name).write_bytes(content)
        for name, part in parts(file):
            if len(part) <= LARGEST:
                (seeds / "parts" / f"{file.name}-{name}").write_bytes(part)


def parts(file: Path):
    if not zipfile.is_zipfile(file):
        # The stream of an old workbook begins with BOF; what follows it is close enough to the stream.
        content = file.read_bytes()
        start = content.find(b"\x09\x08")
        if file.suffix == ".xls" and start >= 0:
            yield "stream", bytes([7]) + content[start:]
        return
    try:
        with zipfile.ZipFile(file) as book:
            for info in book.infolist():
                which = PARTS.get(info.filename)
                if which is not None and info.file_size <= LARGEST:
                    yield info.filename.replace("/", "-"), bytes([which]) + book.read(info)
            if "xl/workbook.bin" in book.namelist():
                yield "binary", bytes([6]) + book.read("xl/workbook.bin") + book.read("xl/worksheets/sheet1.bin")
    except (zipfile.BadZipFile, EOFError, OSError, ValueError):
        return


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
