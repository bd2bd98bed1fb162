"""A draft is never read, whatever it is called."""

import shutil

from tests.site.conftest import ROOT, STORIES, Built, build

DRAFT = """---
title: {title}
slug: {slug}
summary: Todavía no.
order: 90
published: 2020-01-01
status: draft
---
Borrador secreto.
{{: .analysis }}
"""


def test_a_draft_takes_no_page_of_the_same_name_away(tmp_path):
    story = shutil.copytree(STORIES["lighthouse"][0].parent, tmp_path / "lighthouse")
    settings = story / "storyconf.py"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(
        text.replace('str(HERE.parents[2] / "theme")', repr(str(ROOT / "theme"))), encoding="utf-8"
    )
    for lang in ("es", "de"):
        draft = DRAFT.format(title=f"Borrador {lang}", slug=f"secreto-{lang}")
        (story / f"content/explainers/about.{lang}.md").write_text(draft, encoding="utf-8")

    done = build(settings, tmp_path / "output")

    assert done.returncode == 0, done.stderr
    pages = Built(tmp_path / "output", "https://lighthouse.example.org/news").pages
    assert "es/sobre-este-sitio/" in pages
    assert [path for path, page in pages.items() if "secreto" in page.text] == []
