"""Prose is plain American English: docstrings, comments, messages and pages hold no turn of phrase from the table."""

import re
from pathlib import Path

import pytest

from tests.prose import prose

ROOT = Path(__file__).resolve().parents[1]

OURS = ("src", "rules", "tests", "benchmarks", "docs", "README.md", "CHANGELOG.md", "SECURITY.md")
NOT_OURS = (
    "tests/test_words.py",
    "tests/dev/authoring/fixtures",  # rule files as others write them, and old ones
)

_BE = r"(?:is|are|was|were|be|been|being)"
_IT = r"(?:(?:it|them|that|these|those|this|one|something|what \w+|an? \w+|the \w+) )?"
_NOUN = (
    "acquisition|argument|assignment|body|brace|bracket|call|check|clause|close|code|colon|comma|comment|condition|dash"
    "|declaration|defer|directive|dot|end|error|expression|file|function|guard|head|header|hyphen|import|last|length"
    "|line|literal|loop|marker|name|number|operator|others?|package|page|parenthesis|path|place|point|release|rules"
    "|section|sign|slash|slashes|space|statement|test|text|type|use|value|word|words"
)

OUTLAWED = {  # in lower case
    # People and callers
    r"(?:whoever|whomever|nobody|somebody|anybody|everybody)(?!')": "the actor: a caller, a user, no other rule",
    r"(?:who asks|those who|(?:that|which) asks? (?:for|about) it)": "the actor: the caller, users who ...",
    r"be it (?:an?|the|in|by|as)": "whether ... or",
    r"(?<=[.:;] )who (?!is |are |was |has |does |can |calls? what)\w+s": "the actor: a caller that ..., users who ...",
    r"(?:by )?(?:himself|herself)": "the actor, or they",
    r"at hand": "available, known",
    r"in hand": "current",
    r"takes? its leave|took its leave": "shuts down",
    # Saying
    rf"{_BE} told(?! to\b)": "reported, given",
    r"(?:tells?|telling|told) of": "reports",
    r"(?:says?|saying|said|speaks?|speaking|spoken|spoke) (?:nothing |something |anything |more )?of": "says about, mentions",
    r"asked of": "required of",
    r"(?:tells?|telling|told) (?:\w+ )?apart": "distinguish",
    r"as (?:\w+ ){1,3}(?:has|have) (?:it|them)(?= |[.,;:)])": "as ... requires, as in ...",
    r"heed(?:s|ed|ing)?": "follow, obey",
    rf"{_BE} noted(?! that)": "recorded",
    r"numbered through": "numbered consecutively",
    # Resources
    r"discharg(?:e|es|ed|ing)": "release",
    rf"{_BE} (?:not )?met": "released, found",
    rf"(?<!by )(?<!other )hand(?:s|ed|ing)? {_IT}out": "return, acquire",
    rf"(?<!by )(?<!other )hand(?:s|ed|ing)? {_IT}(?:on|over)": "return, pass on",
    rf"(?:let|lets|letting) {_IT}go of|{_BE} let go|(?:let|lets|letting) {_IT}go(?= when| at| and|[.,;])": "free, evict",
    rf"(?:holds?|held|holding|keeps?|kept) {_IT}back": "suppress",
    rf"(?:takes?|took|taken|taking) {_IT}out(?! of)": "remove",
    # Time and place
    r"for ever": "forever",
    r"meanwhile": "by now, in between, while ...",
    r"anew": "again",
    r"any more(?=[.,;:)])": "no longer",
    r"(?:is|are|was|were) no more(?=[.,;:)])": "no longer exist",
    r"turns? of (?:an?|the|its|that|each|every|such a) (?:\w+ )?loop": "iteration",
    r"(?:each|every|per) turn": "each iteration",
    r"(?:in|of|on|for|at) (?:the|that|this|another|the same|the next|the first|the last|one) turn": "iteration",
    rf"behind (?:an?|the|its|it and|each|every|all|that|this|these|their|some|such|one)? ?(?:\w+ )?(?:{_NOUN})": "after",
    r"one behind the other|behind each other": "one after the other",
    r"beside": "next to (a place), besides (in addition to), other than",
    r"in the midst": "in the middle",
    r"(?:outside|inside) of(?! \d)": "outside, inside",
    r"(?:stands?|stood|standing) (?:in|at|on|behind|there|here|elsewhere|above|below|before|after)(?! for)": "is",
    r"findings? (?:can |may )?stands?": "findings are",
    r"one to a line": "one per line",
    r"present (?:one|tree|version|branch|run|state|text)": "current",
    # Cause and condition
    rf"{_BE} taken to": "is assumed to",
    r"(?:rests?|rested|resting) (?:up)?on": "depends on",
    r"(?:comes?|came|coming) of": "results from, the result of",
    r"(?:becomes?|became|become) of": "happens to",
    r"makes? of": "does with",
    r"(?:brings?|brought|bringing) (?:\w+ )?about": "cause",
    r"as far as": "if, where, as much as",
    r"(?:none|nothing|empty|false) where|raises? \w+error where": "if, or None",
    r"(?<=, )for (?:it|they|he|this|that) (?:is|are|was|were|has|have|may|can|must|do|does|would|will)": ", because",
    r"but for(?! the time)": "except",
    r"laid to": "blamed on",
    r"(?:have|has) to do with": "is related to",
    # Shape of a sentence
    r"all that": "everything that, all",
    r"all else": "everything else",
    r"all the same": "anyway",
    r"what is (?:no|not) (?:an? )?\w+ (?:is|are|has)": "name the thing",
    rf"(?<!there ){_BE} no (?!longer|more|less|such|one|different|better|worse|need|way|room|reason|other|harm|use)[a-z]+": "is not a",
    rf"{_BE} none (?:of|that)": "is not one of, is not",
    r"and (?:its|their) like": "and the like",
    r"of no (?:more |further )?use": "stale, useless",
    r"pass(?:ed|ing) over": "skip",
    r"in the place of": "instead of, replaces",
    r"of like": "of similar",
    r"whole or not at all": "completely or not at all",
    r"\w*error passes": "Error propagates",
    r"(?:code|file|module|program|package) that (?:is|are|was|were) looked at": "analyzed code",
    r"to be rid of": "to remove",
    rf"{_BE} looked for": "look up, search for",
    rf"{_BE} followed on|follow(?:s|ing)? on(?= from| where| with)": "follow further",
    rf"(?:puts?|{_BE} put) right": "correct",
    r"(?:goes|gone|go|going) round": "bypass, avoid",
    # American spelling
    r"(?:un)?analys(?:e|ed|ing|able)": "analyze",
    r"\w*(?:capital|categor|custom|final|general|initial|minim|maxim|normal|optim|organ|prior|recogn|serial|special"
    r"|summar|synchron|util|visual)is(?:e|ed|er|ers|es|ing|ation|ations|able)": "-ize",
    r"\w*(?:colour|behaviour|neighbour|favour|honour)\w*": "-or",
    r"catalogues?|centres?|grey|licence[sd]?|artefacts?|judgement|whilst|amongst": "American spelling",
    r"(?:cancel|dial|label|model|travel|tunnel)(?:led|ling|ler)": "one l",
}
_TABLE = {re.compile(rf"(?:{turn})(?![\w(=/-]|\.\w)"): instead for turn, instead in OUTLAWED.items()}


def _files() -> list[Path]:
    found = [ROOT / each for each in OURS if (ROOT / each).is_file()]
    for folder in OURS:
        found += [each for each in (ROOT / folder).rglob("*") if each.suffix in {".py", ".md"}]
    return sorted(each for each in found if not _is_below(each.relative_to(ROOT).as_posix(), NOT_OURS))


def _is_below(name: str, places: tuple[str, ...]) -> bool:
    return any(name == each or name.startswith(f"{each}/") for each in places)


def _turns(path: Path) -> list[str]:
    """Return a message for each line of a file that holds an outlawed turn."""
    text, name = prose(path), path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
    found = [(line, said, instead) for turn, instead in _TABLE.items() for line, said in text.found(turn)]
    return [f'{name}:{line}: "{said}": write {instead}' for line, said, instead in sorted(found)]


def test_prose_has_no_outlawed_turn() -> None:
    wrong = [line for path in _files() for line in _turns(path)]
    assert not wrong, "\n".join(["the table in tests/test_words.py says what to write:", *wrong])


@pytest.mark.parametrize(
    ("name", "text", "lines"),
    [
        ("a.py", '"""Keeps it for\never."""\n', [1]),
        ("a.py", "# It stays\n# for\n# ever.\nx = 1\n", [2]),
        ("a.py", 'x = (\n    "it stays for "\n    f"ever {y}"\n)\n', [2]),
        ("a.py", "x = 1  # nobody reads it\n", [1]),
        ("a.py", "x = f\"{beside} {'{'}\"\n", []),
        ("a.py", 'beside = nobody("for", "ever", "behind")\n', []),
        ("a.py", '"""The name `beside` is code.\n\n>>> beside(1)\n2\n"""\n', []),
        ("a.md", "It stays\nfor ever, and `nobody` asks.\n", [2]),
        ("a.md", "forever; bedside; on the other hand on; discharged_by; there is no cache\n", []),
    ],
)
def test_a_turn_would_be_found(tmp_path: Path, name: str, text: str, lines: list[int]) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert [int(said.split(":")[1]) for said in _turns(tmp_path / name)] == lines
