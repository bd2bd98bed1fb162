"""Many readers, while one release after the other goes online: nobody sees a failure or a mixture."""

import asyncio
import re
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from desk.manifest import Manifest

READERS = 200
DEPLOYS, ROLLBACKS = 20, 5
VIEWS = 10_000
PAGES = ["en/", "fr/", *(f"{lang}/page-{number}/" for lang in ("en", "fr") for number in range(10))]


class Readers:
    """Readers who each look at a page, then at what it names, then, after a pause, at the next page."""

    def __init__(self, online, edition_of):
        self.port = int(online.address.rpartition(":")[2])
        self.edition_of = edition_of
        self.is_open = True
        self.views = 0
        self.faults = Counter()

    async def get(self, reader, writer, path):
        writer.write(f"GET /{path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = int(re.search(r"Content-Length: (\d+)", head)[1])
        body = (await reader.readexactly(length)).decode()
        release = re.search(r"X-Release: (\w*)", head)
        return int(head.split()[1]), release and release[1], body

    async def read(self, number):
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        at = number
        while self.is_open:
            at += 1
            status, release, body = await self.get(reader, writer, PAGES[at % len(PAGES)])
            self.views += 1
            if status != 200:
                self.faults[f"page {status}"] += 1
                continue
            edition = re.search("<title>(.*?)</title>", body)[1]
            if release and self.edition_of[release] != edition:
                self.faults["page of another release than it says"] += 1
            # As a slow reader does it, some of them after several deploys.
            await asyncio.sleep((0, 0.15, 1, 5)[number % 4])
            status, _, style = await self.get(reader, writer, re.search(r'href="/(theme/[^"]*)"', body)[1])
            if status != 200 or edition not in style:
                self.faults[f"stylesheet {status}"] += 1
            await asyncio.sleep(0.2)
        writer.close()

    async def run(self, work):
        reading = [asyncio.create_task(self.read(number)) for number in range(READERS)]
        await asyncio.to_thread(work)
        while self.views < VIEWS:
            await asyncio.sleep(0.1)
        self.is_open = False
        await asyncio.gather(*reading)


def test_readers_see_one_whole_release_each_time(online):
    trees = [online.site(f"edition-{number}") for number in range(6)]
    manifests = [Manifest.read((tree / "manifest.json").read_bytes()) for tree in trees]
    edition_of = {manifest.release: f"edition-{number}" for number, manifest in enumerate(manifests)}
    online.target.send(trees[0], manifests[0], None)
    readers = Readers(online, edition_of)

    def deploys():
        live = manifests[0]
        for number in range(1, DEPLOYS + 1):
            new = number % len(trees)
            online.target.send(trees[new], manifests[new], live)
            live = manifests[new]
            if number % (DEPLOYS // ROLLBACKS) == 0:
                live = manifests[new - 1]
                online.target.back_to(live.release)

    started = time.monotonic()
    # In a thread of its own: a browser that another test has opened keeps a loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, readers.run(deploys)).result()

    print(f"{readers.views} views in {time.monotonic() - started:.0f} s")
    assert readers.faults == Counter()
    assert readers.views >= VIEWS
