"""Blocks of a dump read by several processes, their answers in the blocks' order."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from typing import NamedTuple

from kg.errors import ResourceError
from kg.wikidata.building.reading import Block, Options, Reader
from kg.wikidata.building.work import Sum

_reader: Reader | None = None


class Task(NamedTuple):
    """A block to be read: its number, the number of its first line, its lines."""

    number: int
    line: int
    sum: Sum
    data: bytes


def in_order(
    tasks: Iterable[Task], options: Options, processes: int
) -> Iterator[tuple[Task, Block]]:
    """What each block holds. With one process, this one reads.

    At most a few blocks for each process are in memory. Raises `ResourceError` where a
    worker is killed.
    """
    if processes == 1:
        reader = Reader(options)
        for task in tasks:
            yield task, reader.read(task.data)
        return
    pool = ProcessPoolExecutor(
        processes, get_context("spawn"), initializer=_begin, initargs=(options,)
    )
    waiting: deque[tuple[Task, Future[Block]]] = deque()
    try:
        for task in tasks:
            waiting.append((task._replace(data=b""), pool.submit(_read, task.data)))
            if len(waiting) > 2 * processes + 2:
                yield _next(waiting)
        while waiting:
            yield _next(waiting)
    except BrokenProcessPool as error:
        raise ResourceError(
            "a worker process was killed, perhaps for want of memory; run the command again, "
            "with fewer processes (-n): it goes on where it was"
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _next(waiting: deque[tuple[Task, Future[Block]]]) -> tuple[Task, Block]:
    task, found = waiting.popleft()
    return task, found.result()


def _begin(options: Options) -> None:
    """Ready a worker: it leaves Ctrl-C to its parent, and goes when that is killed."""
    global _reader
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_outlive, daemon=True).start()
    _reader = Reader(options)


def _outlive() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _read(data: bytes) -> Block:
    if _reader is None:
        raise RuntimeError("the worker was not readied")
    return _reader.read(data)
