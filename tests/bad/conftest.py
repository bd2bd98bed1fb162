"""The story that is broken and attacked: the small story of the tests, and what `story/` adds to it."""

from base64 import b64decode
from pathlib import Path

import pytest

from tests.conftest import SMALL_STORY

HERE = Path(__file__).parent
PICTURE = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)


def whole_story():
    """The files of the story without a fault, as bytes."""
    files = {name: text.encode() for name, text in SMALL_STORY.items()}
    for file in (HERE / "story").rglob("*.*"):
        name = file.relative_to(HERE / "story").as_posix()
        files[name] = files.get(name, b"") + file.read_bytes()
    return {**files, "images/gate.png": PICTURE}


@pytest.fixture(scope="session")
def story():
    """The files of the story without a fault, as bytes."""
    return whole_story()


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Writes files into a content folder that is where we stand."""
    monkeypatch.chdir(tmp_path)

    def writing(files):
        for name, content in files.items():
            file = Path("content", name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        return Path("content")

    return writing
