"""Checks infra/template.yaml: what SAM makes of it, and every resource of the result by cfn-lint."""

import json
import os
import subprocess
import sys
from pathlib import Path

from samtranslator.model.exceptions import InvalidDocumentException
from samtranslator.translator.transform import transform

from stack import template
from stack.emulator import REGION
from stack.environment import ROOT
from stack.report import Problem, say


EXPANDED = ROOT / ".local/template.expanded.json"
# Not for China, where CloudFront is another service.
PAGES = ROOT / "infra/web.yaml"


class NoManagedPolicies:
    """The template names no policy of AWS's own, so none has to be looked up."""

    def load(self) -> dict:
        return {}


def check() -> int:
    expanded = expand()
    EXPANDED.write_text(json.dumps(expanded, indent=1))
    regions = ["--regions", "us-east-1", "cn-north-1"]
    code = complaints(regions, EXPANDED) or complaints(["--regions", "us-east-1"], PAGES)
    if code == 0:
        say(f"infra/template.yaml: {len(expanded['Resources'])} resources, nothing to complain of")
    return code


def complaints(regions: list[str], path: Path) -> int:
    return subprocess.run([Path(sys.prefix) / "bin/cfn-lint", *regions, "--", str(path)]).returncode


def expand() -> dict:
    """Functions get the address of a zip and the pages that of a template, as packaging would give them."""
    os.environ["AWS_DEFAULT_REGION"] = REGION
    packaged = template.with_code(template.read(), lambda name: f"s3://packages/{name}.zip")
    packaged["Resources"]["Web"]["Properties"]["TemplateURL"] = "https://packages.s3.amazonaws.com/web.yaml"
    try:
        return transform(packaged, {}, NoManagedPolicies())
    except InvalidDocumentException as refused:
        raise Problem("SAM refuses infra/template.yaml:\n" + "\n".join(
            f"  {cause.message}" for cause in refused.causes)) from refused
