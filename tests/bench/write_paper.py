"""The payment notice as ReportLab and Typst make it, with the same words, tables and typeface.

    python write_paper.py reportlab|typst FONT TIMES [OUT]    one notice
    python write_paper.py register FONT TIMES N               ReportLab's register of N people

Typst has no QR code of its own, so its page has none.
"""

import io
import json
import sys
from pathlib import Path

from peak import peak

FIELDS = [
    ("保障计划", "益阳职工住院医疗保障项目2026"),
    ("单位名称", "益阳市赫山区示例中学工会委员会"),
    ("单位地址", "益阳市赫山区桃花仑西路1号"),
    ("参保人数", "186人", "应缴会费", "11160.00 元"),
    ("应缴会费（大写）", "人民币壹万壹仟壹佰陆拾元整"),
    ("缴费方式", "线下对公转账"),
    ("线下对公缴费方式", "通过对公转账方式缴存至下述对公账号，保存转账凭证并在湖南工会互助参保系统中上传。"),
    ("户名", "益阳市职工互助保障示例代办处"),
    ("账号", "1912 0320 0920 0123 456"),
    ("开户行", "中国工商银行益阳示例支行"),
    ("行号", "1021 9100 0790"),
    ("转账附言", "CB72864"),
    ("缴费说明", "不允许现金及个人打款。转账时请将上面的附言码填入“附言”或“用途”栏，以便及时确认到账。"),
]
NUMBERS = ("参保单号：CB20260105092137000001", "缴费单号：JF1854696125211172864")
CODE = "7KQM-2XWD-90FG-3TBC"
URL = f"https://canbao.example.org/verify/{CODE}"
HINT = "扫码，或打开 https://canbao.example.org/verify 输入校验码，核对本单的真伪、金额和收款账户。"
ISSUER = "益阳市总工会职工互助保障代办处　2026年1月5日"
HEADS = ["序号", "姓名", "性别", "证件类型", "证件号码", "年龄", "法定退休年月", "是否在职", "未退休原因及证明材料"]


class ReportLab:
    def __init__(self, font: str):
        from reportlab.lib.styles import ParagraphStyle
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFont
        pdfmetrics.registerFont(TTFont("Noto", font))
        self.style = lambda size, align=0: ParagraphStyle("", fontName="Noto", fontSize=size, leading=size * 1.5,
                                                          wordWrap="CJK", alignment=align)

    def notice(self) -> bytes:
        from reportlab.graphics.barcode.qr import QrCodeWidget
        from reportlab.graphics.shapes import Drawing
        from reportlab.lib import colors
        from reportlab.lib.units import mm
        from reportlab.platypus import Paragraph, Spacer, Table
        body, small = self.style(10.5), self.style(9)
        rows, spans = [], []
        for at, field in enumerate(FIELDS):
            wide = len(field) == 2
            rows.append([Paragraph(text, body) for text in field] + ["", ""] * wide)
            spans += [("SPAN", (1, at), (3, at))] * wide
        grid = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("BOX", (0, 0), (-1, -1), 1.1, colors.black),
                ("BACKGROUND", (0, 0), (0, -1), colors.Color(.94, .94, .94)), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
        code = QrCodeWidget(URL)
        x, y, right, top = code.getBounds()
        side = 26 * mm
        drawing = Drawing(side, side, transform=[side / (right - x), 0, 0, side / (top - y), 0, 0])
        drawing.add(code)
        proof = [Paragraph("校验码", small), Paragraph(CODE, body), Paragraph(HINT, small)]
        return self.build([
            Paragraph("缴费通知单", self.style(20, 1)), Spacer(1, 8),
            Table([[Paragraph(NUMBERS[0], body), Paragraph(NUMBERS[1], self.style(10.5, 2))]], [85 * mm] * 2),
            Table(rows, [36 * mm, 51 * mm, 27 * mm, 56 * mm], style=grid + spans),
            Spacer(1, 8), Table([[drawing, proof, Paragraph("（代办处盖章处）", self.style(9, 1))]],
                                [30 * mm, 95 * mm, 45 * mm], [45 * mm]),
            Paragraph(ISSUER, self.style(10.5, 2))])

    def register(self, n: int) -> bytes:
        from reportlab.lib import colors
        from reportlab.lib.units import mm
        from reportlab.platypus import LongTable, Paragraph
        people = [[str(at), "王建国", "男", "居民身份证", f"43090219590312{at % 10_000:04}", "61", "2025-12", "", ""]
                  for at in range(1, n + 1)]
        grid = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("FONT", (0, 0), (-1, -1), "Noto", 9),
                ("ALIGN", (0, 0), (-1, -1), "CENTER"), ("BACKGROUND", (0, 0), (-1, 0), colors.Color(.94, .94, .94))]
        widths = [width * mm for width in (9, 25, 9, 21, 37, 9, 20, 15, 25)]
        return self.build([Paragraph("超龄未退休职工名册", self.style(20, 1)),
                           LongTable([HEADS, *people], widths, repeatRows=1, style=grid)])

    @staticmethod
    def build(flowables: list) -> bytes:
        from reportlab.lib.units import mm
        from reportlab.platypus import SimpleDocTemplate
        out = io.BytesIO()
        margins = {name: 20 * mm for name in ("leftMargin", "rightMargin", "topMargin", "bottomMargin")}
        SimpleDocTemplate(out, title="缴费通知单", author="代办处", **margins).build(flowables)
        return out.getvalue()


def typst_notice(font: str) -> bytes:
    import typst
    cells = []
    for field in FIELDS:
        cells += [f"[{text}]" for text in field] if len(field) == 4 else [f"[{field[0]}]", f"table.cell(colspan: 3)[{field[1]}]"]
    source = f"""#set document(title: "缴费通知单", author: "代办处", date: none)
#set page("a4", margin: 20mm)
#set text(font: "Noto Sans SC", size: 10.5pt, lang: "zh")
#align(center, text(20pt)[缴费通知单])
#grid(columns: (1fr, 1fr), [{NUMBERS[0]}], align(right)[{NUMBERS[1]}])
#table(columns: (36mm, 51mm, 27mm, 56mm), stroke: .5pt, fill: (x, y) => if x == 0 {{ luma(94%) }}, {", ".join(cells)})
#grid(columns: (1fr, 45mm), text(9pt)[校验码 {CODE}\\ {HINT}], rect(width: 45mm, height: 45mm, stroke: (dash: "dashed"))[（代办处盖章处）])
#align(right)[{ISSUER}]
"""
    return typst.compile(source.encode(), font_paths=[str(Path(font).parent)], ignore_system_fonts=True)


if __name__ == "__main__":
    how, font, *rest = sys.argv[1:]
    count = int(rest.pop(0)) if how == "register" else None
    times, *out = rest
    peer = None if how == "typst" else ReportLab(font)
    made = b""
    for _ in range(int(times)):
        made = typst_notice(font) if how == "typst" else peer.register(count) if how == "register" else peer.notice()
    if out:
        Path(out[0]).write_bytes(made)
    print(json.dumps(len(made)), peak(), sep="\t")
