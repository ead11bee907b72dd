"""Deploys infra/template.yaml to the emulator the way `sam deploy` does to AWS: package, change set, execute."""

import json
import platform
import time
from dataclasses import dataclass
from pathlib import Path

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from stack import build, template
from stack.emulator import REGION, Emulator
from stack.report import Problem, say

STACK = "canbao"
PACKAGES = "canbao-packages"


@dataclass(frozen=True)
class Deployment:
    """What is deployed, by the names of the template's outputs."""

    outputs: dict[str, str]
    person_key: str

    def environment(self) -> dict[str, str]:
        """What the template gives to functions, for a program that works on the same data."""
        return {"TABLE_NAME": self.outputs["TableName"], "FILES_BUCKET": self.outputs["FilesBucket"],
                "ROSTER_QUEUE_URL": self.outputs["RosterQueueUrl"],
                "DOCUMENT_QUEUE_URL": self.outputs["DocumentQueueUrl"], "PERSON_KEY_SECRET": self.person_key}


class Deployer:
    def __init__(self, emulator: Emulator):
        self.url = emulator.url
        self.session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name=REGION)
        self.stacks = self.client("cloudformation")
        self.objects = self.client("s3")

    def client(self, service: str):
        return self.session.client(service, endpoint_url=self.url)

    def deploy(self, archives: dict[str, Path], origin: str) -> Deployment:
        try:
            return self.deployed(archives, origin)
        except (BotoCoreError, ClientError) as error:
            raise Problem(f"The emulator refuses the deployment: {error}") from error

    def deployed(self, archives: dict[str, Path], origin: str) -> Deployment:
        self.objects.create_bucket(Bucket=PACKAGES)
        packaged = template.with_code(template.read(), lambda name: self.upload(name, archives[name]))
        self.objects.put_object(Bucket=PACKAGES, Key="template.json", Body=json.dumps(packaged))
        self.apply({"Architecture": architecture(), "WebOrigin": origin, "WebHosting": "none", "LogLevel": "info"})
        found = self.describe()
        deployment = Deployment({o["OutputKey"]: o["OutputValue"] for o in found["Outputs"]}, self.person_key())
        self.expire_items(deployment.outputs["TableName"])
        return deployment

    def upload(self, name: str, archive: Path) -> str:
        """Keyed by content: an unchanged function keeps its address, so its change set does not touch it."""
        key = f"{name}-{build.digest(archive)}.zip"
        try:
            self.objects.head_object(Bucket=PACKAGES, Key=key)
        except ClientError:
            self.objects.upload_file(str(archive), PACKAGES, key)
        return f"s3://{PACKAGES}/{key}"

    def apply(self, parameters: dict[str, str]) -> None:
        found = self.describe()
        # A change set that was refused leaves a stack behind in which nothing exists yet.
        exists = found is not None and found["StackStatus"] != "REVIEW_IN_PROGRESS"
        change_set = self.stacks.create_change_set(
            StackName=STACK, ChangeSetName=f"c{time.time_ns()}", ChangeSetType="UPDATE" if exists else "CREATE",
            TemplateURL=f"{self.url}/{PACKAGES}/template.json",
            Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
            Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
        )["Id"]
        made = self.settled(lambda: self.stacks.describe_change_set(ChangeSetName=change_set))
        if made["Status"] == "FAILED":
            if "didn't contain changes" in made["StatusReason"]:
                self.stacks.delete_change_set(ChangeSetName=change_set)
                return
            raise Problem(f"infra/template.yaml is refused: {made['StatusReason']}")
        say(f"    {len(made['Changes'])} resources change")
        self.stacks.execute_change_set(ChangeSetName=change_set)
        ended = self.settled(self.describe, "StackStatus")["StackStatus"]
        if ended not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
            raise Problem(f"The deployment ended in {ended}:\n{self.failures()}")

    def describe(self) -> dict | None:
        try:
            return self.stacks.describe_stacks(StackName=STACK)["Stacks"][0]
        except ClientError:
            return None

    def settled(self, ask, field: str = "Status") -> dict:
        while (answer := ask())[field].endswith(("PENDING", "IN_PROGRESS")):
            time.sleep(0.1)
        return answer

    def failures(self) -> str:
        events = self.stacks.describe_stack_events(StackName=STACK)["StackEvents"]
        return "\n".join(f"  {e['LogicalResourceId']}: {e.get('ResourceStatusReason', '')}"
                         for e in events if e["ResourceStatus"].endswith("FAILED"))

    def person_key(self) -> str:
        found = self.stacks.describe_stack_resource(StackName=STACK, LogicalResourceId="PersonKey")
        return found["StackResourceDetail"]["PhysicalResourceId"]

    def expire_items(self, table: str) -> None:
        """The emulator's CloudFormation ignores TimeToLiveSpecification, so its API is told."""
        database = self.client("dynamodb")
        state = database.describe_time_to_live(TableName=table)["TimeToLiveDescription"]["TimeToLiveStatus"]
        if state == "DISABLED":
            wanted = {"Enabled": True, "AttributeName": "expiresAt"}
            database.update_time_to_live(TableName=table, TimeToLiveSpecification=wanted)


def architecture() -> str:
    return "arm64" if platform.machine() in ("arm64", "aarch64") else "x86_64"
