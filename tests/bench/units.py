"""Counts the capacity units of DynamoDB that functions consume.

A proxy stands between the functions and the emulator, whose own ConsumedCapacity is no measure. It reads every item
before and after each write and computes what AWS would charge by its published rules: a write unit for each started
KiB of the larger of both states, the same again for every index whose entry changes, twice that in a transaction; a
read unit for each started 4 KiB of what was looked at, half if the read need not be consistent.
"""

import base64
import http.client
import json
import math
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


class Meter:
    """The proxy, running from its making on; `url` is where functions should send DynamoDB's requests."""

    def __init__(self, client, emulator: str, table: str):
        self.client, self.emulator, self.table = client, urlsplit(emulator).netloc, table
        described = client.describe_table(TableName=table)["Table"]
        self.keys = [key["AttributeName"] for key in described["KeySchema"]]
        self.indexes = [([key["AttributeName"] for key in index["KeySchema"]], index["Projection"])
                        for index in described.get("GlobalSecondaryIndexes", [])]
        self.raw = low_level(client)
        self.lock, self.units, self.calls = threading.Lock(), Counter(), Counter()
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler(self))
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{server.server_port}"

    def take(self) -> tuple[Counter, Counter]:
        """Units and calls since the last time."""
        with self.lock:
            taken = self.units, self.calls
            self.units, self.calls = Counter(), Counter()
            return taken

    def add(self, operation: str, read: float = 0, write: float = 0) -> None:
        with self.lock:
            self.units.update({"read": read, "write": write})
            self.calls[operation] += 1

    def pass_on(self, operation: str, request: dict, forward):
        """Forwards a request and counts it; `forward` gives status and body."""
        written = writes(operation, request, self.keys)
        before = [self.item(key) for key in written]
        status, body = forward()
        after = [self.item(key) for key in written]
        factor = 2 if operation.startswith("Transact") else 1
        write = factor * sum(self.write_units(old, new) for old, new in zip(before, after))
        read = self.read_units(operation, request, json.loads(body)) if status == 200 and not written else 0
        self.add(operation, read, write)
        return status, body

    def item(self, key: dict) -> dict | None:
        return self.raw("GetItem", TableName=self.table, Key=key, ConsistentRead=True).get("Item")

    def write_units(self, old: dict | None, new: dict | None) -> int:
        """A refused write changes nothing and costs as much as the item that is there."""
        return started_kib(max(size(old), size(new))) + sum(self.index_units(*index, old, new) for index in self.indexes)

    def index_units(self, keys: list[str], projection: dict, old: dict | None, new: dict | None) -> int:
        old, new = (self.entry(keys, projection, item) for item in (old, new))
        if old == new:
            return 0
        if old and new and all(old[key] == new[key] for key in keys):
            return started_kib(max(size(old), size(new)))
        return sum(started_kib(size(entry)) for entry in (old, new) if entry)

    def entry(self, keys: list[str], projection: dict, item: dict | None) -> dict | None:
        if not item or any(key not in item for key in keys):
            return None
        if projection["ProjectionType"] == "ALL":
            return item
        kept = {*keys, *self.keys, *projection.get("NonKeyAttributes", [])}
        return {name: value for name, value in item.items() if name in kept}

    def read_units(self, operation: str, request: dict, answer: dict) -> float:
        if operation == "Query":
            whole = {name: value for name, value in request.items()
                     if name not in ("ProjectionExpression", "Select", "FilterExpression")}
            if "ProjectionExpression" in request or "FilterExpression" in request:
                whole.pop("ExpressionAttributeNames", None)
                whole["ExpressionAttributeNames"] = names_in(whole["KeyConditionExpression"], request)
                if not whole["ExpressionAttributeNames"]:
                    del whole["ExpressionAttributeNames"]
            items = self.raw("Query", **whole)["Items"]
            return half(request) * max(1, math.ceil(sum(map(size, items)) / 4096))
        if operation == "GetItem":
            return half(request) * started_pages(self.item(request["Key"]))
        if operation == "BatchGetItem":
            return sum(half(wanted) * started_pages(self.item(key))
                       for wanted in request["RequestItems"].values() for key in wanted["Keys"])
        if operation == "TransactGetItems":
            return sum(2 * started_pages(self.item(get["Get"]["Key"])) for get in request["TransactItems"])
        raise NotImplementedError(operation)


def low_level(client):
    """Calls by the names of the API, values in DynamoDB's own form."""
    snake = {"GetItem": client.get_item, "Query": client.query}

    def call(operation: str, **parameters) -> dict:
        return as_json(snake[operation](**bytes_of(parameters)))
    return call


def as_json(value):
    match value:
        case dict():
            return {name: as_json(inner) for name, inner in value.items()}
        case list():
            return [as_json(inner) for inner in value]
        case bytes():
            return base64.b64encode(value).decode()
    return value


def bytes_of(value):
    match value:
        case {"B": str(text)} if len(value) == 1:
            return {"B": base64.b64decode(text)}
        case dict():
            return {name: bytes_of(inner) for name, inner in value.items()}
        case list():
            return [bytes_of(inner) for inner in value]
    return value


def names_in(expression: str, request: dict) -> dict:
    names = request.get("ExpressionAttributeNames", {})
    return {name: value for name, value in names.items() if name in expression}


def writes(operation: str, request: dict, keys: list[str]) -> list[dict]:
    """The keys of the items a request writes or, in a transaction, looks at."""
    def of(item: dict) -> dict:
        return {key: item[key] for key in keys}
    match operation:
        case "PutItem":
            return [of(request["Item"])]
        case "UpdateItem" | "DeleteItem":
            return [request["Key"]]
        case "BatchWriteItem":
            return [of(write["PutRequest"]["Item"]) if "PutRequest" in write else write["DeleteRequest"]["Key"]
                    for table in request["RequestItems"].values() for write in table]
        case "TransactWriteItems":
            actions = [action for item in request["TransactItems"] for action in item.values()]
            return [of(action["Item"]) if "Item" in action else action["Key"] for action in actions]
    return []


def half(request: dict) -> float:
    return 1 if request.get("ConsistentRead") else 0.5


def started_kib(count: int) -> int:
    return max(1, math.ceil(count / 1024))


def started_pages(item: dict | None) -> int:
    return max(1, math.ceil(size(item) / 4096))


def size(item: dict | None) -> int:
    """Bytes of an item as DynamoDB counts them."""
    return sum(len(name.encode()) + value_size(value) for name, value in item.items()) if item else 0


def value_size(value: dict) -> int:
    (kind, inner), = value.items()
    match kind:
        case "S":
            return len(inner.encode())
        case "N":
            return (len(inner.strip("-").replace(".", "")) + 1) // 2 + 1
        case "B":
            return len(base64.b64decode(inner))
        case "M":
            return 3 + size(inner) + len(inner)
        case "L":
            return 3 + sum(map(value_size, inner)) + len(inner)
        case "SS" | "NS" | "BS":
            return sum(value_size({kind[0]: member}) for member in inner)
    return 1


def handler(meter: Meter):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            operation = self.headers["X-Amz-Target"].split(".")[1]
            kept = {}

            def forward():
                onward = http.client.HTTPConnection(meter.emulator)
                onward.request("POST", self.path, body, dict(self.headers))
                answer = onward.getresponse()
                kept.update(answer.getheaders())
                return answer.status, answer.read()

            status, answer = meter.pass_on(operation, json.loads(body), forward)
            self.send_response(status)
            for name, value in kept.items():
                if name.lower() not in ("content-length", "transfer-encoding", "connection", "date", "server"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_):
            pass

    return Handler
