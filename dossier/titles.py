"""What a role is called: by the word of the glossary, in every language."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from dossier.languages import language
from dossier.model import Term


def terms_in(title: str, lang: str, terms: Iterable[Term]) -> frozenset[str]:
    """The ids of the glossary's terms that a title uses, in any of the forms that the glossary gives.

    "Director (of a company)" is the form "director"; a comma parts the forms of a term.
    """
    told = [term for term in terms if lang in term.term]  # a story that cannot be read has no languages
    return frozenset(term.id for term in told if _pattern(term.term[lang], lang).search(title))


def term_of(title: Mapping[str, str], terms: Mapping[str, Term]) -> Term | None:
    """The term that tells most of a title: the longest that it uses in every language."""
    used = [terms_in(words, lang, terms.values()) for lang, words in title.items()]
    shared = frozenset.intersection(*used) if used else frozenset()
    return max((terms[name] for name in shared), key=lambda term: len(str(term.term)), default=None)


@cache
def _pattern(term: str, lang: str) -> re.Pattern[str]:
    forms = re.sub(r"\(.*?\)", "", term).split(",")
    any_form = "|".join(re.escape(form.strip()) for form in forms)
    other_role = "".join(rf"(?<!\b{re.escape(prefix)})" for prefix in language(lang).role_prefixes)
    return re.compile(rf"(?i)(?<!\w){other_role}(?:{any_form})(?!\w)")
