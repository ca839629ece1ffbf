"""Other programs: where they are, and what to do when they are not there."""

import os
import pathlib
import shutil
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
SEARCHED = os.pathsep.join([str(ROOT / ".build-tools/bin"), os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])


class Missing(Exception):
    """Something that has to be there first; the text says how."""


def find(program):
    found = shutil.which(program, path=SEARCHED)
    if not found:
        raise Missing(f"{program} is missing: scripts/benchmark installs it")
    return found


def output(*command):
    """What a program prints, on both ways out; versions go to either."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return done.stdout.strip()


def postern():
    """The release build, or what POSTERN_BINARY names."""
    path = pathlib.Path(os.environ.get("POSTERN_BINARY") or ROOT / ".build/release/postern")
    if not path.exists():
        raise Missing(f"no {path.name} built: swift build -c release --product postern")
    return path
