"""Command line: `python3 -m stack up`, `python3 -m stack run -- COMMAND`, `python3 -m stack lint`."""

import sys

if sys.version_info < (3, 11):
    sys.exit("Python 3.11 or newer is needed, this is %d.%d. Install it from python.org or your package manager."
             % sys.version_info[:2])

import argparse
import os
from pathlib import Path

from stack import environment, tools
from stack.report import Problem, fail


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="stack", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)

    up = commands.add_parser("up", help="run the stack in the foreground until Ctrl-C")
    up.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8080")))
    up.add_argument("--data", type=Path, default=os.environ.get("CANBAO_DATA") or environment.ROOT / ".local/data")

    run = commands.add_parser("run", help="run a command against a stack that is stopped afterwards")
    run.add_argument("--port", type=int, default=0, help="0 takes a free one")
    run.add_argument("--data", type=Path, help="state folder; without it a new one, deleted on success")
    run.add_argument("--prebuilt", action="store_true", help="take the functions that are built already")
    run.add_argument("child", nargs=argparse.REMAINDER, metavar="-- COMMAND")

    commands.add_parser("lint", help="check infra/template.yaml")
    return parser.parse_args(arguments)


def main() -> int:
    options = parse(sys.argv[1:])
    if options.command == "lint":
        environment.enter(environment.STACK, environment.LINT)
        from stack import lint
        return lint.check()

    tools.check()
    environment.enter(environment.STACK)
    from stack import session
    if options.command == "up":
        return session.up(options.port, options.data.resolve())
    child = options.child[1:] if options.child[:1] == ["--"] else options.child
    if not child:
        raise Problem("`run` needs a command: python3 -m stack run -- cargo test")
    return session.run(child, options.port, options.data and options.data.resolve(), options.prebuilt)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Problem as problem:
        fail(problem)
        sys.exit(1)
