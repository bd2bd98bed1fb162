"""Write the JSON Schemas by which an editor explains and checks the files of the content.

python -m desk.schemas
"""

import argparse
import json
import sys
from pathlib import Path

from desk import command
from desk.stop import Code, Stop
from desk.wording import chosen_language, words

FOLDER = ".schemas"
"""In the content folder: they know the story's languages and categories. A dot, as nobody edits them."""


def write_schemas(given: argparse.Namespace) -> None:
    """Write one file a kind of content file, and remove what is none of them.

    Raises:
        Stop: the content has problems (1).
    """
    from dossier import DossierError, load, schemas, worded

    try:
        story = load(given.content, registering=True).story
    except DossierError as problems:
        raise Stop(Code.CONTENT, "\n".join(worded(problems.problems, chosen_language()))) from problems
    folder = given.content / FOLDER
    folder.mkdir(exist_ok=True)
    texts = {f"{name}.json": schema for name, schema in schemas(story).items()}
    for old in folder.iterdir():
        if old.name not in texts:
            old.unlink()
    for name, schema in texts.items():
        text = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        (folder / name).write_text(text, encoding="utf-8")
    print(words("schemas-written", count=len(texts), path=folder))


def main() -> int:
    """Run from the command line."""
    parser = command.options("help-schemas")
    parser.add_argument("--content", type=Path, default=Path("content"), help=words("help-content"))
    return command.run(write_schemas, parser)


if __name__ == "__main__":
    sys.exit(main())
