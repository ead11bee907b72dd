"""The roster as XlsxWriter makes it.

    python write_roster.py plain ROWS.tsv OUT             a clerk's workbook, all shared strings
    python write_roster.py template ROWS.tsv N MODE TIMES  in the template's form, as exports are; MODE is shared or
                                                           constant (constant_memory)
"""

import io
import sys
from pathlib import Path

import xlsxwriter

from check_roster import COLUMNS, INSURANCES, JOBS, TYPES, YES_NO
from peak import peak

CHOICES = {"证件类型": TYPES, "性别": ["男", "女"], "岗位类别": JOBS, "医保类型": INSURANCES, "新业态从业者": YES_NO}
WIDTHS = [14, 22, 24, 16, 8, 8, 14, 18, 14, 14]


def rows(file: str) -> list[list[str]]:
    return [line.split("\t") for line in Path(file).read_text().splitlines()]


def plain(people: list[list[str]], out: str) -> None:
    book = xlsxwriter.Workbook(out)
    sheet, text = book.add_worksheet(), book.add_format({"num_format": "@"})
    sheet.write_row(0, 0, COLUMNS)
    for at, person in enumerate(people, start=1):
        for column, cell in enumerate(person):
            sheet.write_string(at, column, cell, text)
    book.close()


def template(people: list[list[str]], constant_memory: bool) -> str:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": constant_memory})
    sheet, text = book.add_worksheet("参保职工汇总表"), book.add_format({"num_format": "@"})
    header = book.add_format({"num_format": "@", "bold": True, "align": "center", "border": 1, "bg_color": "#D9E2F3"})
    sheet.set_row(0, 24)
    for at, (column, width) in enumerate(zip(COLUMNS, WIDTHS)):
        sheet.set_column(at, at, width, text)
        sheet.write_string(0, at, column, header)
        if column in CHOICES:
            sheet.data_validation(1, at, 10_000, at, {"validate": "list", "source": list(CHOICES[column])})
    sheet.set_column(10, 10, 36, text)
    sheet.write_string(0, 10, "导出记录", header)
    sheet.ignore_errors({"number_stored_as_text": "A2:J10001"})
    sheet.freeze_panes(1, 0)
    for at, person in enumerate(people, start=1):
        for column, cell in enumerate(person):
            sheet.write_string(at, column, cell, text)
        sheet.write_string(at, 10, "益阳市第一中学（unit1）1970-01-01 08:00", text)
    book.close()
    return f"{len(out.getvalue()) // 1024} KiB"


if __name__ == "__main__":
    what, file, *rest = sys.argv[1:]
    if what == "plain":
        plain(rows(file), rest[0])
    else:
        n, mode, times = rest
        people, outcome = rows(file)[: int(n)], ""
        for _ in range(int(times)):
            outcome = template(people, mode == "constant")
        print(outcome, peak(), sep="\t")
