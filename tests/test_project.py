"""The project's own rules: what is committed, locked, documented and fast to start."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import typer
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LONGEST_MODULE = 300  # lines: one thought
BIGGEST_TEXT = 2_000_000  # bytes; larger files are data

# Brackets in a pattern keep this file from matching itself.
FORBIDDEN = {
    "a package registry": r"py[p]i\.(?:org|python)|pytho[n]hosted|registr[y]\.npm|deb[.]debian",
    "where packages come from": r"--(?:extra-)?inde[x]-url|--find-link[s]|trusted-hos[t]",
    "a path of one machine": r"(?<![\w.:/\-])/(?:work|tmp|root|home/\w+)(?:/\w|\b(?=['\"]))",
}
HEAVY = {
    "altair", "deltalake", "docx", "duckdb", "gptables", "jinja2", "numpy", "pandas", "pyarrow",
    "pydantic", "rich", "scipy", "sqlglot", "statsmodels", "typst", "vl_convert",
}  # fmt: skip


@cache
def tracked() -> tuple[Path, ...]:
    """The files that git would commit."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return tuple(path for name in listed.split("\0") if name and (path := ROOT / name).is_file())


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def documents() -> list[Path]:
    return [path for path in tracked() if path.suffix == ".md"]


def pyproject() -> dict[str, dict[str, object]]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


LOCKS = ("requirements.lock", "requirements-spark.lock")  # the second is beside the first


def locked(lock: str) -> dict[str, list[str]]:
    """Every package of a lock with its entries: the line that pins it, and its hashes."""
    text = (ROOT / lock).read_text("utf-8").replace("\\\n", "")
    entries: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            entries.setdefault(canonicalize_name(line.split("==")[0]), []).append(line)
    return entries


# What is committed


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_committed_file_names(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what])
    found = []
    for path in tracked():
        content = path.read_bytes()
        if len(content) > BIGGEST_TEXT or b"\0" in content:
            continue
        for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
            if match := pattern.search(line):
                found.append(f"{name_of(path)}:{number}: {match[0]}")
    assert found == []


def test_the_patterns_find_what_they_are_for() -> None:
    examples = {
        "a package registry": "https://" + "py" + "pi.org/simple",
        "where packages come from": "--index" + "-url x",
        "a path of one machine": 'open("/' + 'tmp/x")',
    }
    for what, example in examples.items():
        assert re.search(FORBIDDEN[what], example), what


def test_every_module_is_one_thought() -> None:
    long = {
        name_of(path): lines
        for path in tracked()
        if path.suffix == ".py"
        and name_of(path).startswith(("src/", "tools/"))
        and "migrations" not in path.parts
        and (lines := len(path.read_text("utf-8").splitlines())) > LONGEST_MODULE
    }
    assert long == {}


def test_what_is_run_by_name_can_be_run() -> None:
    scripts = [ROOT / ".ci" / "run", *sorted((ROOT / "tools").glob("*.sh"))]
    assert len(scripts) > 1
    for script in scripts:
        assert script.stat().st_mode & 0o111, f"{name_of(script)} is not executable"


# What is locked


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_is_pinned_with_a_hash(lock: str) -> None:
    entries = [entry for entries in locked(lock).values() for entry in entries]
    assert entries
    assert [e for e in entries if not re.match(r"[\w.\-]+==[^ ]+.* --hash=sha256:\w{64}", e)] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_holds_no_address(lock: str) -> None:
    assert "://" not in (ROOT / lock).read_text("utf-8")


def test_each_package_is_in_one_lock() -> None:
    assert set(locked(LOCKS[0])) & set(locked(LOCKS[1])) == set()


@pytest.mark.parametrize(("lock", "extra"), [(LOCKS[0], "dev"), (LOCKS[1], "spark")])
def test_the_lock_has_every_dependency_in_an_accepted_version(lock: str, extra: str) -> None:
    project = pyproject()["project"]
    own = project["dependencies"] if lock == LOCKS[0] else []
    wanted = [Requirement(text) for text in (*own, *project["optional-dependencies"][extra])]
    pins = locked(lock)
    for requirement in wanted:
        entries = pins.get(canonicalize_name(requirement.name), [])
        assert entries, f"{requirement.name} is not in {lock}; run: make lock"
        for entry in entries:
            version = entry.split("==")[1].split()[0]
            assert requirement.specifier.contains(version), (
                f"{requirement} does not accept the locked {version}; run: make lock"
            )


def imports_of(path: Path) -> set[str]:
    """The top-level names of the modules that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module.split(".")[0])
    return found


def test_the_package_declares_what_it_imports() -> None:
    project = pyproject()["project"]
    texts = [*project["dependencies"], *project["optional-dependencies"]["spark"]]
    declared = {canonicalize_name(Requirement(text).name) for text in texts}
    distributions = packages_distributions()
    undeclared = [
        f"{name_of(path)}: {name}"
        for path in tracked()
        if path.suffix == ".py" and name_of(path).startswith("src/")
        for name in sorted(imports_of(path) - sys.stdlib_module_names - {"scrutiny", "_typeshed"})
        if not declared & {canonicalize_name(d) for d in distributions.get(name, [name])}
    ]
    assert undeclared == []


# What is documented


def headings(document: Path) -> set[str]:
    """The anchors of a document's headings, as code hosts make them."""
    titles = re.findall(r"^#+ (.+)$", document.read_text("utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


def test_every_link_between_documents_leads_somewhere() -> None:
    broken = []
    for document in documents():
        text = re.sub(r"```.*?```", "", document.read_text("utf-8"), flags=re.DOTALL)
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            if re.match(r"[a-z]+:", target):
                continue
            file, _, anchor = target.partition("#")
            to = document.parent / file if file else document
            if not to.exists() or (anchor and to.suffix == ".md" and anchor not in headings(to)):
                broken.append(f"{name_of(document)}: {target}")
    assert broken == []


def code_in(document: Path) -> list[str]:
    """The lines of a document's code blocks, fenced or indented, and its code within sentences."""
    text = document.read_text("utf-8").replace("\\\n", " ")
    fences = "\n".join(re.findall(r"^```[^\n]*\n(.*?)^```", text, re.DOTALL | re.MULTILINE))
    indented = re.findall(r"^ {4}(\S.*)$", text, re.MULTILINE)
    return [*fences.splitlines(), *indented, *re.findall(r"(?<!`)`([^`\n]+)`", text)]


def commands_in(document: Path, program: str) -> list[list[str]]:
    """What a document's code gives a program: the words after its name, without comments."""
    called = (re.match(rf"(?:\$ )?(?:\.venv/bin/)?{program} +(.+)", c) for c in code_in(document))
    calls = (re.split(r"(?:^|\s)#|[|>&;]", match[1])[0].split() for match in called if match)
    return [words for words in calls if words]


def test_every_documented_make_target_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {
        word
        for document in documents()
        for words in commands_in(document, "make")
        for word in words
        if re.fullmatch(r"[a-z]+", word)
    }
    assert {"demo", "test"} <= named <= targets


def test_every_documented_command_and_option_exists() -> None:
    from scrutiny.cli import app

    unknown = []
    for document in documents():
        for words in commands_in(document, "scrutiny"):
            command = typer.main.get_command(app)
            accepted = {option for p in command.params for option in p.opts} | {"--help"}
            for word in words:
                within = getattr(command, "get_command", None)
                if word.startswith("--"):
                    if word.split("=")[0] not in accepted:
                        unknown.append(f"{name_of(document)}: {' '.join(words)}: {word}")
                elif within is not None and (inner := within(None, word)) is not None:
                    command = inner
                    accepted |= {option for p in command.params for option in p.opts}
            if not (words[0].startswith("--") or command.name in words):
                unknown.append(f"{name_of(document)}: scrutiny {' '.join(words)}")
    assert unknown == []


def test_the_architecture_names_every_package() -> None:
    table = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    packages = {path.parent.name for path in (ROOT / "src" / "scrutiny").glob("*/__init__.py")}
    assert packages
    assert {name for name in packages if f"`{name}`" not in table} == set()


def test_each_glossary_term_is_explained_once() -> None:
    text = (ROOT / "GLOSSARY.md").read_text("utf-8")
    terms = [term.lower() for term in re.findall(r"^\*\*(.+?)\*\*", text, re.MULTILINE)]
    assert len(terms) > 40
    assert {term for term in terms if terms.count(term) > 1} == set()


# What must start at once


@pytest.mark.parametrize("argument", ["--help", "--version"])
def test_the_command_answers_without_importing_anything_heavy(argument: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "scrutiny", argument],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(ROOT / "src")},
    )
    imported = {line.split("|")[-1].strip().split(".")[0] for line in ran.stderr.splitlines()}
    assert "scrutiny" in imported
    assert imported & HEAVY == set()


def test_a_class_of_the_sites_styles_is_defined_in_one_place() -> None:
    """Two parts of the site that chose one name would change each other's looks."""
    found: dict[str, set[str]] = {}
    for path in tracked():
        if path.suffix == ".scss":
            for name in re.findall(r"^\.(app-[\w-]+) \{", path.read_text("utf-8"), re.MULTILINE):
                found.setdefault(name, set()).add(path.name)
    assert len(found) > 50
    assert {name: files for name, files in found.items() if len(files) > 1} == {}
