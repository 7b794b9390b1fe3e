"""A forked process behaves as one of `python -m`: streams, signals, and how it ends."""

import os
import signal
import subprocess
import sys

import pytest

from tests import forking


@pytest.fixture
def module(tmp_path):
    """Writes a module and gives what starts it in its folder."""

    def write(text, **more):
        (tmp_path / "acting.py").write_text(text, "utf-8")
        return {"env": {**os.environ, "WORD": "lời"}, "cwd": tmp_path, **more}

    return write


@pytest.mark.parametrize(
    ("text", "status", "said"),
    [
        ("print('xong')", 0, ""),
        ("raise SystemExit(3)", 3, ""),
        ("raise SystemExit('hỏng')", 1, "hỏng\n"),
        ("1 / 0", 1, "ZeroDivisionError: division by zero\n"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGTERM)", -signal.SIGTERM, ""),
        ("raise KeyboardInterrupt", -signal.SIGINT, "KeyboardInterrupt\n"),
    ],
)
@pytest.mark.parametrize("forked", [True, False])
def test_it_ends_as_a_real_one_does(module, forked, text, status, said):
    made = module(text)
    if forked:
        ended = forking.run("acting", **made)
    else:
        words = [sys.executable, "-m", "acting"]
        ended = subprocess.run(words, capture_output=True, text=True, check=False, **made)
    assert (ended.returncode, ended.stderr[-len(said) or len(ended.stderr) :]) == (status, said)
    assert ended.stdout == ("xong\n" if status == 0 else "")


def test_it_has_its_own_words_environment_folder_streams_and_nothing_else(module):
    text = (
        "import os, sys, random\n"
        "print(__name__, sys.argv[1:], os.environ['WORD'], os.getcwd(), sys.stdin.read())\n"
        "print(sorted(os.listdir('/proc/self/fd')), os.getsid(0) == os.getpid())\n"
    )
    made = module(text, stdin=forking.PIPE, stdout=forking.PIPE, start_new_session=True)
    said = []
    for _ in range(2):
        process = forking.start("acting", "một", "hai", **made)
        process.stdin.write("vào")
        said.append(process.communicate()[0].splitlines())
        assert process.returncode == 0
    (first, second), again = said
    assert first == f"__main__ ['một', 'hai'] lời {made['cwd']} vào"
    assert second == "['0', '1', '2', '3'] True", "3: the folder of descriptors itself"
    assert again == [first, second]


def test_what_is_to_be_done_at_the_end_is_done_and_threads_are_waited_for(module):
    text = (
        "import atexit, threading\n"
        "last = threading.Event()\n"
        "def late():\n"
        "    last.wait()\n"
        "    print('luồng')\n"
        "threading.Thread(target=late).start()\n"
        "atexit.register(print, 'cuối')\n"
        "last.set()\n"
    )
    assert forking.run("acting", **module(text)).stdout == "luồng\ncuối\n"


def test_it_can_be_waited_for_signalled_and_several_live_at_once(module):
    made = module("import sys; sys.stdin.read()", stdin=forking.PIPE)
    first, second = (forking.start("acting", **made) for _ in range(2))
    assert (first.poll(), second.poll()) == (None, None)
    with pytest.raises(subprocess.TimeoutExpired):
        first.wait(0.01)
    first.kill()
    assert first.wait(30) == -signal.SIGKILL
    assert second.poll() is None, "each has an input of its own"
    second.communicate()
    first.communicate()
    assert (first.poll(), second.returncode) == (-signal.SIGKILL, 0)


def test_warnings_are_errors_where_the_environment_says_so(module):
    made = module("import warnings; warnings.warn('cũ', DeprecationWarning)")
    made["env"]["PYTHONWARNINGS"] = "error"
    assert forking.run("acting", **made).returncode == 1
