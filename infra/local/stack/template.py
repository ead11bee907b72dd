"""infra/template.yaml as data."""

from pathlib import Path

from samtranslator.yaml_helper import yaml_parse

from stack.environment import ROOT

TEMPLATE = ROOT / "infra/template.yaml"


def read() -> dict:
    return yaml_parse(TEMPLATE.read_text())


def function_names(template: dict) -> list[str]:
    """The crates of the functions, which their CodeUri names."""
    return [Path(properties["CodeUri"]).name for properties in functions(template)]


def with_code(template: dict, uri_of) -> dict:
    """Replaces every CodeUri, as `sam package` does; `uri_of` maps a crate to the address of its zip."""
    for properties in functions(template):
        properties["CodeUri"] = uri_of(Path(properties["CodeUri"]).name)
    return template


def functions(template: dict) -> list[dict]:
    resources = template["Resources"].values()
    return [r["Properties"] for r in resources if r["Type"] == "AWS::Serverless::Function"]
