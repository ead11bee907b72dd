"""The roster's checks in Python, by the same rules as the domain crate, so that both must come to the same counts.

    python check_roster.py FILE TIMES
"""

import re
import sys
from collections import Counter
from datetime import date, datetime

import openpyxl

from peak import peak

COLUMNS = ["姓名", "证件类型", "证件号码", "手机号", "性别", "年龄", "出生日期", "岗位类别", "医保类型", "新业态从业者"]
TYPES = {"居民身份证", "港澳台居民居住证", "外国人永久居留身份证", "护照", "港澳台居民来往内地通行证", "其他"}
JOBS = {"管理技术岗": "women55", "生产操作岗": "women50", "高级职称或县处级": "men"}
INSURANCES = {"职工医保", "城乡居民医保", "其他"}
YES_NO = {"是": True, "否": False}
TRACKS = {"men": (60, 4, 36), "women55": (55, 4, 36), "women50": (50, 2, 60)}
PROVINCES = {str(n) for n in [*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55),
                              *range(61, 66), 71, 81, 82, 83]}
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
FOOTERS = ("合计", "总计", "小计", "共计", "备注", "说明", "填表", "制表", "审核人", "注:")
WIDTH = str.maketrans({**{chr(c): chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)}, "\u3000": " "})
BLANK = re.compile(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]+")
MOBILE = re.compile(r"1[3-9][0-9]{9}")
PREFIX = re.compile(r"^(\+86|0086|86)(?=[0-9]{11}$)")
DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
REFERENCE, UNTIL, MIN_AGE = date(2026, 1, 1), date(2026, 12, 31), 16
ERROR, WARNING, NOTICE, INFO = range(4)


def compact(value) -> str:
    return BLANK.sub("", str(value).translate(WIDTH)) if value is not None else ""


def add_months(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + years, month + 1, last)
        except ValueError:
            continue
    raise AssertionError(day)


def retires(birth: date, track: str) -> date:
    base, step, cap = TRACKS[track]
    months = birth.year * 12 + birth.month - 1 + base * 12 - 2025 * 12
    return add_months(birth, base * 12 + (min(cap, months // step + 1) if months >= 0 else 0))


def full_years(birth: date) -> int:
    return REFERENCE.year - birth.year - ((REFERENCE.month, REFERENCE.day) < (birth.month, birth.day))


def day(value) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    found = DAY.fullmatch(compact(value))
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


class Checker:
    def __init__(self):
        self.rows = self.duplicates = 0
        self.valid, self.seen, self.issues = [], {}, []

    def note(self, row: int, column: str | None, code: str, severity: int, message: str) -> None:
        self.issues.append((row, column, code, severity, message))

    def push(self, row: int, cells: list) -> None:
        if not any(compact(cell) for cell in cells):
            return
        self.rows += 1
        name, number = compact(cells[0]), compact(cells[2]).lstrip("'").upper()
        if not number and (not name or name.startswith(FOOTERS)):
            self.note(row, None, "R901", WARNING, f"第{row}行内容不完整，已跳过")
            return
        before = len(self.issues)
        person = self.person(row, name, number, cells)
        if person and all(issue[3] != ERROR for issue in self.issues[before:]):
            self.keep(row, person)

    def person(self, row: int, name: str, number: str, cells: list) -> tuple | None:
        _, kind, _, phone, gender, age, birth_date, job, insurance, new = cells
        name = self.name(row, name, str(cells[0] or ""))
        phone = self.phone(row, phone)
        job = self.choice(row, "岗位类别", job, JOBS)
        insurance = self.choice(row, "医保类型", insurance, INSURANCES)
        new = self.choice(row, "新业态从业者", new, YES_NO)
        if compact(kind) and compact(kind) not in TYPES:
            self.note(row, "证件类型", "R201", ERROR, "证件类型应为：" + "、".join(TYPES))
            return None
        found = self.number(row, number)
        if not found:
            return None
        is_man, birth = found
        years = full_years(birth)
        if compact(gender) and (compact(gender) == "男") != is_man:
            self.note(row, "性别", "R302", WARNING, "填写的性别与身份证不一致，已以身份证为准")
        if compact(age) and abs(int(compact(age)) - years) > 1:
            self.note(row, "年龄", "R302", WARNING, "填写的年龄与身份证不一致，已以身份证为准")
        if compact(birth_date) and day(birth_date) != birth:
            self.note(row, "出生日期", "R302", WARNING, "填写的出生日期与身份证不一致，已以身份证为准")
        if name is None:
            return None
        over = self.age(row, is_man, birth, years, job)
        return name, number, phone, is_man, birth, compact(age), job, insurance, new, years, over

    def name(self, row: int, name: str, raw: str) -> str | None:
        if not name:
            self.note(row, "姓名", "R101", ERROR, "姓名不能为空")
            return None
        bad = next((c for c in name if not (c.isalpha() or c in "·-'.,")), None)
        if bad or len(name) > 30:
            self.note(row, "姓名", "R102", ERROR, f"姓名含有不允许的字符：{bad}" if bad else "姓名过长：最多30个字")
            return None
        if name != raw.strip():
            self.note(row, "姓名", "R103", WARNING, "已自动去除姓名中的空格")
        return name

    def phone(self, row: int, raw) -> str | None:
        phone = PREFIX.sub("", re.sub("[-—–‐']", "", compact(raw)))
        if not phone:
            return None
        if not MOBILE.fullmatch(phone):
            self.note(row, "手机号", "R401", WARNING, "手机号应为11位")
            return None
        return phone

    def choice(self, row: int, column: str, raw, choices):
        text = compact(raw)
        if text and text not in choices:
            self.note(row, column, "R701", ERROR, "应填：" + "、".join(choices))
            return None
        return text or None

    def number(self, row: int, number: str) -> tuple[bool, date] | None:
        def refuse(code, message):
            self.note(row, "证件号码", code, ERROR, message)
        if not number:
            return refuse("R202", "证件号码不能为空")
        if len(number) != 18:
            return refuse("R204", f"身份证号应为18位，现为{len(number)}位")
        if not (number[:17].isascii() and number[:17].isdigit()):
            return refuse("R212", "身份证号前17位应为数字")
        try:
            birth = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
        except ValueError:
            return refuse("R206", f"身份证号中的出生日期不存在：{number[6:14]}")
        if number[:2] not in PROVINCES and number[0] != "9":
            return refuse("R208", f"身份证号前两位不是有效的地区码：{number[:2]}")
        expected = "10X98765432"[sum(int(d) * w for d, w in zip(number, WEIGHTS)) % 11]
        if number[17] != expected:
            return refuse("R207", f"身份证号校验位不正确，末位应为 {expected}")
        return int(number[16]) % 2 == 1, birth

    def age(self, row: int, is_man: bool, birth: date, years: int, job: str | None) -> bool:
        retired = retires(birth, "men" if is_man else JOBS.get(job, "women55"))
        over = retired <= REFERENCE
        if years < MIN_AGE:
            self.note(row, "年龄", "R603", ERROR, f"未满{MIN_AGE}周岁，不能参保")
        elif years < 18:
            self.note(row, "年龄", "R606", WARNING, "未满18周岁，请核对")
        elif years > 80:
            self.note(row, "年龄", "R607", WARNING, "年龄超过80周岁，请核对")
        if over:
            self.note(row, "年龄", "R601", INFO, f"超龄（法定退休 {retired:%Y-%m}），需上传证明")
        elif retired <= UNTIL:
            self.note(row, "年龄", "R602", INFO, f"保障期内到龄（{retired:%Y-%m}）")
        if not is_man and job is None and not over and retires(birth, "women50") <= REFERENCE:
            self.note(row, "岗位类别", "R605", INFO, "未填岗位类别，按55周岁起算")
        return over

    def keep(self, row: int, person: tuple) -> None:
        first = self.seen.setdefault(person[1], len(self.valid))
        if first == len(self.valid):
            self.valid.append((row, person))
            return
        earlier, same = self.valid[first]
        if same == person:
            self.duplicates += 1
            self.note(row, "证件号码", "R502", NOTICE, f"与第{earlier}行完全相同，已忽略")
        else:
            self.note(row, "证件号码", "R501", ERROR, f"与第{earlier}行证件号码相同但内容不同")

    def finish(self) -> str:
        owners = Counter(person[2] for _, person in self.valid if person[2])
        for row, person in self.valid:
            if owners.get(person[2], 0) > 3:
                self.note(row, "手机号", "R402", WARNING, f"该手机号在名单中出现{owners[person[2]]}次")
        self.issues.sort(key=lambda issue: issue[0])
        errors = {issue[0] for issue in self.issues if issue[3] == ERROR}
        warnings = {issue[0] for issue in self.issues if issue[3] == WARNING} - errors
        over = sum(person[-1] for _, person in self.valid)
        return (f"{self.rows} rows, {len(self.valid)} valid, {len(errors)} in error, {len(warnings)} with a warning, "
                f"{self.duplicates} twice, {over} over age")


def read_and_check(file: str) -> str:
    book = openpyxl.load_workbook(file, read_only=True)
    rows = enumerate(book.worksheets[0].iter_rows(values_only=True), start=1)
    checker, places = Checker(), None
    for number, values in rows:
        if places is None:
            headers = [compact(value) for value in values]
            if "姓名" in headers and "证件号码" in headers:
                places = [headers.index(column) if column in headers else None for column in COLUMNS]
            continue
        checker.push(number, [values[at] if at is not None and at < len(values) else None for at in places])
    book.close()
    return checker.finish()


if __name__ == "__main__":
    outcome = ""
    for _ in range(int(sys.argv[2])):
        outcome = read_and_check(sys.argv[1])
    print(outcome, peak(), sep="\t")
