"""P4: papers printed."""

import sys
from pathlib import Path

from cost import cold_and_warm
from table import Row

HERE = Path(__file__).resolve().parent
FONT = HERE.parents[1] / "shared/paper/fonts/NotoSansSC-Regular.ttf"
MOST = 45 * 1024
PEOPLE = 10_000


def printing(bench: Path) -> list[Row]:
    return [*notices(bench), *registers(bench)]


def notices(bench: Path) -> list[Row]:
    mine, mine_warm = cold_and_warm([bench, "paper", "notice", 1], 7, 20)
    size = int(mine.outcome)
    rows = [Row("P4", f"one payment notice, ours ({kib(size)})", mine.cpu, mine_warm, mine.wall, mine.peak / 1024, None,
                "≤ 45 KiB", size <= MOST)]
    for how, goal, most in (("reportlab", "≤ 1/8 = 0.125", 1 / 8), ("typst", "≤ 1", 1)):
        cost, again = cold_and_warm([sys.executable, HERE / "write_paper.py", how, FONT], 3, 5)
        ratio = mine.cpu / cost.cpu
        rows.append(Row("P4", f"the same notice, {NAMES[how]} ({kib(int(cost.outcome))})", cost.cpu, again, cost.wall,
                        cost.peak / 1024, ratio, goal, ratio <= most))
    return rows


def registers(bench: Path) -> list[Row]:
    rows = []
    for what, name in (("register", "over-age register"), ("certificate", "certificate with its list")):
        cost, again = cold_and_warm([bench, "paper", what, PEOPLE], 3, 2)
        rows.append(Row("P4", f"{name} of {PEOPLE} people, ours ({kib(int(cost.outcome))})", cost.cpu, again,
                        cost.wall, cost.peak / 1024))
    mine = rows[0].cpu
    cost, _ = cold_and_warm([sys.executable, HERE / "write_paper.py", "register", FONT, PEOPLE], 1, 0)
    rows.append(Row("P4", f"the same register, ReportLab ({kib(int(cost.outcome))})", cost.cpu, None, cost.wall,
                    cost.peak / 1024, mine / cost.cpu))
    return rows


NAMES = {"reportlab": "ReportLab", "typst": "Typst without the QR code"}


def kib(size: int) -> str:
    return f"{size / 1024:.0f} KiB"
