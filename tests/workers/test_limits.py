"""One piece of work cannot take for ever, and its limit does not end an outer one."""

import re
import signal

import pytest

from monitor.errors import ReadError
from workers.limits import time_limit


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
