"""The demo: three nights of the sample sites by replay, then questions to what was archived.

Everything lies in `data/demo`. A second call only asks; `--again` throws that folder away and
begins anew.
"""

import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from filelock import FileLock, Timeout

from samples import pack, texts

FOLDER = Path("data/demo")
DONE = FOLDER / "done"
ENVIRONMENT = {
    "SCRAPY_SETTINGS_MODULE": "samples.settings",
    "ARCHIVE_DATABASE_URL": f"sqlite:///{FOLDER}/archive.db",
    "ARCHIVE_DATA_DIR": str(FOLDER),
}
REVERTED = "doanhnghiepso/hoa-don-dien-tu-tieu-thuong-cho-lon"
QUESTIONS = (
    ("Words are found with or without their marks.", "search 'dich vu cong' --limit 3"),
    ("An article whose editors took a figure back.", f"history {REVERTED}"),
    ("What they had changed.", f"diff {REVERTED} 1 2"),
    ("The same text on several sites, and whose it is.", "stories"),
)


def main(arguments: Sequence[str]) -> int:
    """Shows the demo, one at a time; returns its exit status."""
    unknown = [argument for argument in arguments if argument != "--again"]
    if unknown:
        print(f"demo: unknown argument {unknown[0]}; it takes --again", file=sys.stderr)
        return 2
    FOLDER.parent.mkdir(exist_ok=True)
    try:
        with FileLock(FOLDER.with_suffix(".lock"), blocking=False):
            return show(again="--again" in arguments)
    except Timeout:
        print(f"demo: another demo is at work in {FOLDER}; wait for its end", file=sys.stderr)
        return 1


def show(again: bool) -> int:
    """The nights, if they are to be played, and the questions."""
    began = time.monotonic()
    os.environ.update(ENVIRONMENT)
    if again or not DONE.exists():
        if FOLDER.exists():
            shutil.rmtree(FOLDER)
        if status := play():
            return status
        DONE.touch()
    else:
        print(f"The nights are in {FOLDER} already; `script/demo --again` plays them anew.")
    status = max(ask(sentence, question) for sentence, question in QUESTIONS)
    print(f"\nDone in {time.monotonic() - began:.0f} s. To ask on, with .venv/bin before `egov`:")
    print("export " + " ".join(f"{name}={value}" for name, value in ENVIRONMENT.items()))
    return status


def play() -> int:
    """Packs the nights, makes the archive and runs the job on each night."""
    times = pack.pack(FOLDER / "nights")
    if status := run(["egov", "upgrade"], module="archive"):
        return status
    for number, at in enumerate(times, start=1):
        print(f"\nNight {number}", flush=True)
        job = ["scheduler.py", "--once", "--replay", str(FOLDER / "nights")]
        if status := run(["python", *job, "--replay-at", at.isoformat()]):
            return status
    return 0


def ask(sentence: str, question: str) -> int:
    """Asks the archive; an article is named by its address."""
    urls = {name: article.url for name, article in texts.night(1).items()}
    print(f"\n{sentence}", flush=True)
    return run(
        ["egov", *(urls.get(word, word) for word in shlex.split(question))], module="archive"
    )


def run(command: list[str], module: str | None = None) -> int:
    """Shows a command as a person would type it, and runs it with this Python."""
    print(f"$ {shlex.join(command)}", flush=True)
    program = ["-m", module] if module else command[1:2]
    rest = command[1:] if module else command[2:]
    return subprocess.run([sys.executable, *program, *rest], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
