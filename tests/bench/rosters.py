"""P1 and P5: rosters read and written."""

import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from cost import cold_and_warm
from table import Row

HERE = Path(__file__).resolve().parent
SIZES = (10_000, 100_000)
PYTHON = sys.executable


@contextmanager
def folder(bench: Path):
    """A folder of workbooks of the same rows by two writers, and of the rows themselves."""
    with tempfile.TemporaryDirectory(prefix="canbao-bench-") as name:
        files = Path(name)
        for n in SIZES:
            rows = files / f"{n}.tsv"
            rows.write_bytes(subprocess.run([bench, "rows", str(n)], check=True, stdout=subprocess.PIPE).stdout)
            subprocess.run([bench, "make", str(n), files / f"{n}-rust_xlsxwriter.xlsx"], check=True)
            subprocess.run([PYTHON, HERE / "write_roster.py", "plain", rows, files / f"{n}-XlsxWriter.xlsx"], check=True)
        yield files


def reading(bench: Path, files: Path) -> list[Row]:
    """P1."""
    return [row for writer in ("XlsxWriter", "rust_xlsxwriter") for row in reading_of(bench, files, writer)]


def reading_of(bench: Path, files: Path, writer: str) -> list[Row]:
    rows, ours_by_size = [], {}
    for n in SIZES:
        file, big = files / f"{n}-{writer}.xlsx", n > SIZES[0]
        runs, warm = (3, 3) if big else (7, 20)
        what = f"{n} rows by {writer}: "
        mine, mine_warm = cold_and_warm([bench, "read", "ours", file], runs, warm)
        ours_by_size[n] = mine_warm
        rows.append(Row("P1", what + "read + check, ours", mine.cpu, mine_warm, mine.wall, mine.peak / 1024, None,
                        "" if big else "≤ 32 MiB", None if big else mine.peak <= 32 * 1024))
        for how, goal, most in [("only", "", None), ("range", "≤ 1", 1.0), ("stream", "", None), ("floor", "", None)]:
            cost, again = cold_and_warm([bench, "read", how, file], runs, warm)
            ratio = mine_warm / again
            rows.append(Row("P1", what + LABELS[how], cost.cpu, again, cost.wall, cost.peak / 1024, ratio, goal,
                            most and ratio <= most))
        peer, again = cold_and_warm([PYTHON, HERE / "check_roster.py", file], 1 if big else 3, 0 if big else 1)
        if peer.outcome != mine.outcome:
            raise SystemExit(f"the checkers disagree:\n  ours    {mine.outcome}\n  Python  {peer.outcome}")
        ratio = mine.cpu / peer.cpu
        rows.append(Row("P1", what + "read + check, openpyxl", peer.cpu, again, peer.wall, peer.peak / 1024, ratio,
                        "≤ 1/25 = 0.04", ratio <= 1 / 25))
    rows.append(Row("P1", f"{SIZES[0]} rows by {writer}: POI SAX in a warm JVM, not measured here"))
    factor = ours_by_size[SIZES[1]] / ours_by_size[SIZES[0]]
    rows.append(Row("P1", f"ten times the rows by {writer}: CPU", ratio=factor, goal="≤ 10.5", reached=factor <= 10.5))
    return rows


LABELS = {
    "only": "read only, ours",
    "range": "calamine worksheet_range",
    "stream": "calamine cells as a stream",
    "floor": "inflate + quick-xml scan",
}


def writing(bench: Path, files: Path) -> list[Row]:
    """P5."""
    n, source = SIZES[0], files / f"{SIZES[0]}.tsv"
    mine, mine_warm = cold_and_warm([bench, "write", "export", n], 5, 5)
    rows = [Row("P5", f"{n} rows to .xlsx, ours ({mine.outcome})", mine.cpu, mine_warm, mine.wall, mine.peak / 1024)]
    for mode, label in (("shared", "XlsxWriter"), ("constant", "XlsxWriter constant_memory")):
        cost, again = cold_and_warm([PYTHON, HERE / "write_roster.py", "template", source, n, mode], 3, 1)
        ratio = mine.cpu / cost.cpu
        rows.append(Row("P5", f"{n} rows to .xlsx, {label} ({cost.outcome})", cost.cpu, again, cost.wall,
                        cost.peak / 1024, ratio, "≤ 1/8 = 0.125", ratio <= 1 / 8))
    return rows
