"""One piece of work cannot take for ever, and its limit does not end an outer one."""

import re
import resource
import signal
import subprocess
import sys

import pytest

from monitor.errors import ReadError
from workers.limits import MANY_FILES, time_limit


def test_work_that_takes_too_long_is_an_error_of_that_work():
    with pytest.raises(ReadError, match="took longer than"), time_limit(0.05):
        re.match(r"(a+)+b", "a" * 60)


def test_an_outer_alarm_goes_on():
    before = signal.getsignal(signal.SIGALRM)
    signal.setitimer(signal.ITIMER_REAL, 500)
    with time_limit(60):
        pass
    left, _ = signal.setitimer(signal.ITIMER_REAL, 0)
    assert 400 < left <= 500
    assert signal.getsignal(signal.SIGALRM) is before


def test_a_worker_may_open_as_many_files_as_it_needs():
    """In a process of its own, whose soft limit is low and whose hard limit is not."""
    program = (
        "import resource as r; from workers.limits import allow_many_files\n"
        "most = r.getrlimit(r.RLIMIT_NOFILE)[1]; r.setrlimit(r.RLIMIT_NOFILE, (256, most)); allow_many_files()\n"
        "print(r.getrlimit(r.RLIMIT_NOFILE)[0])"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    assert int(said) == (MANY_FILES if most == resource.RLIM_INFINITY else min(MANY_FILES, most))
