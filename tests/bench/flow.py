"""P2: a roster on its way through the running stack, as a browser sends it."""

import json
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Waiting costs the machine too; this is a hundredth of what is waited for.
POLL_SECONDS = 0.02
PATIENCE_SECONDS = 120


@dataclass(frozen=True)
class Times:
    """Seconds from the file's arrival to the preview, and from 导入 to the people on the roster."""

    preview: float
    apply: float


class Clerk:
    def __init__(self, url: str):
        self.url, self.token = url, None
        self.token = self.call("POST", "/api/sessions", {"username": "unit1", "password": "Canbao-2026"})["accessToken"]

    def call(self, method: str, path: str, body=None) -> dict:
        headers = {"Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        data = json.dumps(body).encode() if body is not None else None
        with urllib.request.urlopen(urllib.request.Request(self.url + path, data, headers, method=method)) as answer:
            return json.loads(answer.read() or b"{}")

    def draft(self) -> str:
        number = self.call("POST", "/api/applications", {})["number"]
        self.call("PUT", f"/api/applications/{number}/plan", {"planId": "yiyang-inpatient-2026", "tierId": "60"})
        return number

    def put(self, number: str, file: Path) -> str:
        wanted = {"purpose": "roster", "applicationNumber": number, "fileName": "名单.xlsx", "contentType": XLSX,
                  "sizeBytes": file.stat().st_size}
        upload = self.call("POST", "/api/uploads", wanted)
        put = urllib.request.Request(upload["url"], file.read_bytes(), upload["headers"], method="PUT")
        urllib.request.urlopen(put).close()
        return upload["uploadId"]

    def wait(self, path: str, state: str) -> dict:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            try:
                found = self.call("GET", path)
            except urllib.error.HTTPError as error:
                if error.code != 404:
                    raise
                found = {"state": "on its way"}
            if found["state"] == state:
                return found
            if found["state"] == "failed":
                raise SystemExit(f"the import failed: {found}")
            time.sleep(POLL_SECONDS)
        raise SystemExit(f"{path} is not {state} after {PATIENCE_SECONDS} s")


def run(url: str, file: Path, between=lambda: None) -> tuple[Times, Clerk, str]:
    """One import from its upload to its people; `between` is called at the preview."""
    clerk = Clerk(url)
    number = clerk.draft()
    between()
    upload = clerk.put(number, file)
    path, begun = f"/api/applications/{number}/imports/{upload}", time.perf_counter()
    clerk.wait(path, "ready")
    preview = time.perf_counter() - begun
    between()
    begun = time.perf_counter()
    clerk.call("POST", path + "/apply", {"mode": "append"})
    clerk.wait(path, "applied")
    return Times(preview, time.perf_counter() - begun), clerk, number
