"""Visitors of a site: so many at once, each asking for one page every few seconds.

Each visitor keeps a connection open, as browsers do, and asks in its own rhythm whether or not
others were answered, so that a slow server does not slow the asking down.
"""

from __future__ import annotations

import asyncio
import gzip
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

PATIENCE = 120.0  # seconds; a page that takes longer has failed


@dataclass(frozen=True, slots=True)
class Page:
    """A page to ask for, and the kind it is reported as."""

    kind: str
    path: str


@dataclass(frozen=True, slots=True)
class Visit:
    """One answer: the seconds it took until its last byte, and its bytes as sent."""

    page: Page
    status: int
    seconds: float
    size: int
    body: bytes = field(repr=False)

    @property
    def text(self) -> str:
        return (gzip.decompress(self.body) if self.body[:2] == b"\x1f\x8b" else self.body).decode()


class Visitor:
    """One browser at one site."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._open: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, page: Page) -> Visit:
        began = time.perf_counter()
        try:
            status, body = await asyncio.wait_for(self._get(page.path), PATIENCE)
        except (ConnectionError, asyncio.IncompleteReadError):
            await self.leave()  # the server had closed it: browsers open another
            status, body = await asyncio.wait_for(self._get(page.path), PATIENCE)
        return Visit(page, status, time.perf_counter() - began, len(body), body)

    async def _get(self, path: str) -> tuple[int, bytes]:
        if self._open is None:
            self._open = await asyncio.open_connection(self._host, self._port, limit=2**22)
        reader, writer = self._open
        writer.write(
            f"GET {path} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\n"
            "Accept: text/html\r\nAccept-Encoding: gzip\r\n\r\n".encode()
        )
        await writer.drain()
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        lines = head.split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
        if headers.get("transfer-encoding") == "chunked":
            body = await _chunks(reader)
        else:
            body = await reader.readexactly(int(headers.get("content-length", "0")))
        if headers.get("connection") == "close":
            await self.leave()
        return int(lines[0].split()[1]), body

    async def leave(self) -> None:
        if self._open is not None:
            self._open[1].close()
            self._open = None


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    found = b""
    while size := int((await reader.readline()).split(b";")[0], 16):
        found += await reader.readexactly(size)
        await reader.readline()
    await reader.readline()
    return found


async def one_by_one(host: str, port: int, pages: Sequence[Page]) -> list[Visit]:
    """Each page asked for once, after the one before."""
    visitor = Visitor(host, port)
    found = [await visitor.ask(page) for page in pages]
    await visitor.leave()
    return found


async def crowd(
    host: str, port: int, pages: Sequence[Page], *, visitors: int, every: float, seconds: float
) -> list[Visit]:
    """What `visitors` at once see, each asking for a page of the mix `every` so many seconds.

    Visits that failed are errors; a page's status is for the caller to judge.
    """
    mix = random.Random(4)

    async def visit(first: float) -> list[Visit]:
        visitor, found = Visitor(host, port), []
        due = began + first
        while due < began + seconds:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            found.append(await visitor.ask(mix.choice(pages)))
            due += every
        await visitor.leave()
        return found

    began = time.perf_counter()
    each = await asyncio.gather(*(visit(every * n / visitors) for n in range(visitors)))
    return [one for found in each for one in found]
