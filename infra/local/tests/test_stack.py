"""The parts of the local stack that decide something by themselves."""

import os
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path
from unittest import mock

from stack import build, stamp, template, tools
from stack.data import Data
from stack.environment import ROOT
from stack.process import Child
from stack.report import Problem


class Folder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)


class Stamps(Folder):
    def test_a_changed_file_changes_the_stamp_of_its_folder(self):
        (self.folder / "a").write_text("1")
        before = stamp.of(self.folder)
        (self.folder / "a").write_text("2")
        self.assertNotEqual(before, stamp.of(self.folder))

    def test_a_skipped_folder_does_not_count(self):
        (self.folder / "a").write_text("1")
        before = stamp.of(self.folder, skip=("made",))
        (self.folder / "made").mkdir()
        (self.folder / "made/b").write_text("2")
        self.assertEqual(before, stamp.of(self.folder, skip=("made",)))

    def test_a_mark_differs_until_it_is_written(self):
        mark = stamp.Mark(self.folder / "new/mark", "x")
        self.assertTrue(mark.differs())
        mark.write()
        self.assertFalse(mark.differs())


class Packages(Folder):
    def test_the_same_binary_gives_the_same_zip(self):
        (self.folder / "bootstrap").write_bytes(b"program")
        archives = [self.folder / "1.zip", self.folder / "2.zip"]
        for archive in archives:
            build.write_zip(self.folder / "bootstrap", archive)
        self.assertEqual(*(build.digest(archive) for archive in archives))

    def test_the_program_in_a_zip_may_be_executed(self):
        (self.folder / "bootstrap").write_bytes(b"program")
        build.write_zip(self.folder / "bootstrap", self.folder / "1.zip")
        with zipfile.ZipFile(self.folder / "1.zip") as archive:
            self.assertEqual(archive.getinfo("bootstrap").external_attr >> 16, 0o755)


class Template(unittest.TestCase):
    def test_every_function_is_a_crate_and_every_crate_a_function(self):
        crates = {manifest.parent.name for manifest in ROOT.glob("functions/*/Cargo.toml")}
        self.assertEqual(crates, set(template.function_names(template.read())))

    def test_packaging_replaces_every_folder(self):
        packaged = template.with_code(template.read(), lambda name: f"s3://packages/{name}")
        self.assertTrue(all(f["CodeUri"].startswith("s3://") for f in template.functions(packaged)))

    def test_no_role_may_do_everything_of_a_service(self):
        roles = [r["Properties"] for r in template.read()["Resources"].values() if r["Type"] == "AWS::IAM::Role"]
        statements = [s for role in roles for p in role["Policies"] for s in p["PolicyDocument"]["Statement"]]
        self.assertEqual([s for s in statements if "*" in str(s["Action"]) or s["Resource"] == "*"], [])


class StateFolder(Folder):
    def test_a_second_stack_on_one_folder_is_refused(self):
        with Data(self.folder).locked(), self.assertRaisesRegex(Problem, "CANBAO_DATA"):
            with Data(self.folder).locked():
                self.fail("both hold the lock")

    def test_the_emulator_keeps_its_port(self):
        self.assertEqual(Data(self.folder).emulator_port(), Data(self.folder).emulator_port())


class Children(Folder):
    def test_what_a_child_has_started_ends_with_it(self):
        script = "import subprocess; subprocess.Popen(['sleep', '60'], close_fds=False); print('up', flush=True)"
        alive, inherited = os.pipe()
        log = self.folder / "log"
        with os.fdopen(inherited) as held:
            child = Child("test", [sys.executable, "-c", script + "; input()"], dict(os.environ), log, self.folder,
                          keep=[held])
        while not log.read_text():
            child.ensure_running()
        child.stop()
        self.assertEqual(os.read(alive, 1), b"", "the pipe closes when the last process that holds it is gone")
        os.close(alive)

    def test_a_child_that_ended_by_itself_is_reported_with_its_log(self):
        child = Child("test", ["false"], dict(os.environ), self.folder / "log", self.folder)
        self.addCleanup(child.stop)
        child.process.wait()
        with self.assertRaisesRegex(Problem, str(self.folder / "log")):
            child.ensure_running()


class Tools(unittest.TestCase):
    def test_a_missing_tool_is_named_with_where_to_get_it(self):
        with mock.patch("shutil.which", lambda tool: None if tool == "cargo" else tool):
            with mock.patch.object(tools, "node_version", lambda: 20), self.assertRaisesRegex(Problem, "rustup.rs"):
                tools.check()

    def test_an_old_node_counts_as_missing(self):
        with mock.patch("shutil.which", lambda tool: tool), mock.patch.object(tools, "node_version", lambda: 18):
            with self.assertRaisesRegex(Problem, "Node.js 20"):
                tools.check()


if __name__ == "__main__":
    unittest.main()
