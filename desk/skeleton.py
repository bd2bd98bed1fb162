"""The text of something new: an entry of a YAML file, or a document that waits for its words."""

import re
from collections.abc import Collection, Mapping, Sequence

Value = str | Sequence["Value"] | Mapping[str, "Value"]
"""A word, several of them, or values by their keys."""

_PLAIN = re.compile(r"[\w«¿¡(.](?:[^:#\n]|:(?=\S)|(?<=\S)#)*(?<!\s)")
"""Words that YAML reads as they are; others stand under `|`, where nothing has a second meaning."""
_IN_LIST = re.compile(r"\w[\w .’-]*")


def entry(name: str, record: Mapping[str, Value], blocks: Collection[str], remark: str) -> str:
    """A YAML entry; the keys in `blocks` have their words under `|`, and a remark may end it."""
    lines = [f"{name}:", *_indented(_lines(record, blocks)), *([f"  # {remark}"] if remark else []), ""]
    return "\n".join(lines)


def document(front: Mapping[str, str], remarks: Mapping[str, str], body: str) -> str:
    """A document; above each key of its front matter stands what it is for."""
    keys = (line for key, value in front.items() for line in (f"# {remarks[key]}", *_scalar(key, value)))
    return "\n".join(["---", *keys, "---", body])


def explainer(headings: Mapping[str, str], waiting: str) -> str:
    """The body of an explainer: its short versions under their headings, and a first section."""
    section = "first-section"
    depths = [
        f"## {words} {{#{depth}}}\n\n1. {waiting} [→](#{section})\n" for depth, words in headings.items()
    ]
    return "\n".join([*depths, f"## {waiting} {{#{section}}}\n\n{waiting}\n{{: .transition }}\n"])


def _lines(record: Mapping[str, Value], blocks: Collection[str], *, is_block: bool = False) -> list[str]:
    found = []
    for key, value in record.items():
        under_bar = is_block or key in blocks
        if isinstance(value, str):
            found += _scalar(key, value, is_block=under_bar)
        elif isinstance(value, Mapping):
            found += [f"{key}:", *_indented(_lines(value, blocks, is_block=under_bar))]
        elif all(isinstance(item, str) for item in value):
            found.append(f"{key}: [{', '.join(_listed(str(item)) for item in value)}]")
        else:
            found.append(f"{key}:")
            for item in value:
                assert isinstance(item, Mapping)
                first, *others = _lines(item, blocks)
                found += [f"  - {first}", *(f"    {line}" for line in others)]
    return found


def _scalar(key: str, value: str, *, is_block: bool = False) -> list[str]:
    if is_block or not _PLAIN.fullmatch(value):
        return [f"{key}: |", *_indented(value.split("\n"))]
    return [f"{key}: {value}"]


def _listed(value: str) -> str:
    return value if _IN_LIST.fullmatch(value) else "'" + value.replace("'", "''") + "'"


def _indented(lines: Sequence[str]) -> list[str]:
    return [f"  {line}" for line in lines]
