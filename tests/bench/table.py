"""The one table."""

from dataclasses import astuple, dataclass

HEADERS = ("id", "what", "CPU s", "warm s", "wall s", "peak MiB", "ours ÷ it", "goal", "")


@dataclass
class Row:
    """A line of the table; what does not apply is empty. `reached` is None where there is nothing to reach."""

    part: str
    what: str
    cpu: float | None = None
    warm: float | None = None
    wall: float | None = None
    peak: float | None = None
    ratio: float | str | None = None
    goal: str = ""
    reached: bool | None = None


def show(rows: list[Row]) -> str:
    lines = [HEADERS, *(tuple(map(cell, astuple(row))) for row in rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(HEADERS))]
    padded = [" | ".join(pad(text, width, at) for at, (text, width) in enumerate(zip(line, widths))) for line in lines]
    rule = "-|-".join("-" * width for width in widths)
    return "\n".join(f"| {line} |" for line in [padded[0], rule, *padded[1:]])


def cell(value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "ok" if value else "MISSED"
        case float():
            return f"{value:.4f}" if value < 1 else f"{value:.2f}"
    return str(value)



def pad(text: str, width: int, at: int) -> str:
    return text.ljust(width) if at in (0, 1, 7, 8) else text.rjust(width)
