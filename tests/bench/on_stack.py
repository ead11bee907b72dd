"""P2 and P3: what needs a running stack. Called by itself under `python3 -m stack run` it prints rows as JSON."""

import io
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import asdict
from pathlib import Path

import cargo
from table import Row

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
MIB = 1024 * 1024
# The last rows of the largest roster: nobody else has enrolled these people.
SIZES = (1_000, 10_000)


def measure(parts: list[str]) -> list[Row]:
    """Builds the functions for release, starts a stack of its own and measures in it."""
    functions, bench = cargo.build(*cargo.functions()), cargo.build("bench")["bench"]
    with tempfile.NamedTemporaryFile("r", suffix=".json") as answer:
        env = {**os.environ, "PYTHONPATH": str(ROOT / "infra/local")}
        task = {"parts": parts, "bench": str(bench), "functions": {name: str(file) for name, file in functions.items()}}
        command = ["python3", "-m", "stack", "run", "--", sys.executable, __file__, json.dumps(task), answer.name]
        subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=sys.stderr)
        return [Row(**row) for row in json.load(answer)]


def zipped(binary: Path) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        entry = zipfile.ZipInfo("bootstrap", date_time=(1980, 1, 1, 0, 0, 0))
        entry.external_attr = 0o755 << 16
        archive.writestr(entry, binary.read_bytes(), zipfile.ZIP_DEFLATED, compresslevel=9)
    return out.getvalue()


class Stack:
    def __init__(self, task: dict):
        import boto3

        self.bench, self.url = Path(task["bench"]), os.environ["CANBAO_URL"]
        self.binaries = {name: Path(file) for name, file in task["functions"].items()}
        self.functions, self.database = boto3.client("lambda"), boto3.client("dynamodb")

    def variables(self, name: str) -> dict[str, str]:
        return self.functions.get_function_configuration(FunctionName=f"canbao-{name}")["Environment"]["Variables"]

    def release(self) -> None:
        """Puts the release builds in place of the development builds that the stack starts with."""
        for name, binary in self.binaries.items():
            self.functions.update_function_code(FunctionName=f"canbao-{name}", ZipFile=zipped(binary))

    def cold_starts(self) -> list[Row]:
        import cold_start

        aws = {name: value for name, value in os.environ.items() if name.startswith("AWS_")}
        peer, rows = cold_start.python(aws), []
        for name, binary in self.binaries.items():
            lambda_sets = {"AWS_LAMBDA_FUNCTION_NAME": name, "AWS_LAMBDA_FUNCTION_VERSION": "1",
                           "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512", "AWS_LAMBDA_LOG_STREAM_NAME": "1"}
            start = cold_start.best([binary], {**aws, **lambda_sets, **self.variables(name)})
            packed, most = len(zipped(binary)) / MIB, 12 if name == "documents" else 5
            what = f"cold start of {name}: {binary.stat().st_size / MIB:.1f} MiB, zip {packed:.2f} MiB"
            ratio, resident = start.cpu / peer.cpu, start.resident / 1024
            rows.append(Row("P3", what, start.cpu, None, start.wall, resident, ratio,
                            f"≤ 1/40 = 0.025; ≤ 12 MiB; zip ≤ {most} MiB",
                            ratio <= 1 / 40 and resident <= 12 and packed <= most))
        rows.append(Row("P3", "cold start of Python + boto3, one client", peer.cpu, None, peer.wall, peer.resident / 1024))
        return rows

    def imports(self) -> list[Row]:
        with tempfile.TemporaryDirectory(prefix="canbao-bench-") as folder:
            rosters = Rosters(self.bench, Path(folder))
            rows = self.timed("development build", rosters)
            self.release()
            rows += self.timed("release build", rosters)
            return rows + self.metered(rosters)

    def timed(self, build: str, rosters: "Rosters") -> list[Row]:
        import flow

        rows = []
        flow.run(self.url, rosters.next(10))  # The first calls start processes.
        for n in SIZES:
            times, _, _ = flow.run(self.url, rosters.next(n))
            for what, seconds in (("PUT done → preview", times.preview), ("apply → applied", times.apply)):
                judged = n == SIZES[-1] and build.startswith("release")
                rows.append(Row("P2", f"{n} rows, {what}, {build}", wall=seconds, goal="≤ 1.5 s" if judged else "",
                                reached=seconds <= 1.5 if judged else None))
        return rows

    def metered(self, rosters: "Rosters") -> list[Row]:
        import flow
        from units import Meter

        meter = Meter(self.database, os.environ["CANBAO_EMULATOR_URL"], os.environ["CANBAO_TABLE"])
        for name in ("applications", "roster-upload", "roster-import"):
            variables = {**self.variables(name), "AWS_ENDPOINT_URL_DYNAMODB": meter.url}
            self.functions.update_function_configuration(FunctionName=f"canbao-{name}",
                                                         Environment={"Variables": variables})
        rows = []
        for n in SIZES:
            taken = []
            _, clerk, number = flow.run(self.url, rosters.next(n), lambda: taken.append(meter.take()))
            taken.append(meter.take())
            members = f"/api/applications/{number}/members"
            person = clerk.call("GET", members + "?pageSize=1")["items"][0]["memberId"]
            meter.take()
            clerk.call("POST", members + "/delete", {"memberIds": [person]})
            taken.append(meter.take())
            named = list(zip(("import up to its preview", "apply", "delete of one person"), taken[1:]))
            rows += [units_row(f"{n} rows, {what}", *used) for what, used in named]
            if n == SIZES[-1]:
                written = sum(units["write"] for _, (units, _) in named[:2])
                rows.append(Row("P2", f"{n} rows, write units of import and apply: {written:.0f}", goal="≤ 1000",
                                reached=written <= 1000))
        return rows


class Rosters:
    """Workbooks of people nobody has sent before."""

    def __init__(self, bench: Path, folder: Path):
        printed = subprocess.run([bench, "rows", "60000"], check=True, stdout=subprocess.PIPE, text=True).stdout
        self.rows, self.folder = [line.split("\t") for line in printed.splitlines()], folder

    def next(self, n: int) -> Path:
        from write_roster import plain

        people, self.rows = self.rows[:n], self.rows[n:]
        file = self.folder / f"{len(self.rows)}.xlsx"
        plain(people, str(file))
        return file


def units_row(what: str, units, calls) -> Row:
    counted = ", ".join(f"{count} {operation}" for operation, count in sorted(calls.items()))
    return Row("P2", f"{what}: {units['write']:g} write units, {units['read']:g} read units ({counted})")


if __name__ == "__main__":
    task = json.loads(sys.argv[1])
    stack = Stack(task)
    rows = (stack.imports() if "P2" in task["parts"] else []) + (stack.cold_starts() if "P3" in task["parts"] else [])
    Path(sys.argv[2]).write_text(json.dumps([asdict(row) for row in rows]))
