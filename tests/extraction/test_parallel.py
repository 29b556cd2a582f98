"""Threads: results in order, errors passed on, Python's setting for turns given back."""

import sys
import time
from collections.abc import Generator

import pytest

from framing.parallel import SWITCH, in_threads


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_results_come_in_order(threads: int) -> None:
    def work(n: int) -> int:
        time.sleep(0.002 * (n % 3))
        return n * n

    assert list(in_threads(work, range(30), threads=threads)) == [n * n for n in range(30)]


def test_turns_are_short_while_threads_run_and_as_before_afterwards() -> None:
    before = sys.getswitchinterval()
    one, two = in_threads(str, range(9), threads=2), in_threads(str, range(9), threads=2)
    assert next(one) == next(two) == "0"
    assert sys.getswitchinterval() == pytest.approx(min(SWITCH, before))
    assert list(one) == [str(n) for n in range(1, 9)]
    assert sys.getswitchinterval() == pytest.approx(min(SWITCH, before))
    assert isinstance(two, Generator)
    two.close()  # left before its end
    assert sys.getswitchinterval() == before


def test_an_error_ends_the_run_and_gives_the_setting_back() -> None:
    before = sys.getswitchinterval()
    with pytest.raises(ZeroDivisionError):
        list(in_threads(lambda n: 1 // n, [1, 0], threads=2))
    assert sys.getswitchinterval() == before
