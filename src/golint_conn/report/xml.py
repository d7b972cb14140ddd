"""XML text that every parser accepts: characters that XML cannot hold are replaced by visible ones."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

# XML 1.0 has no way to write these, not even as references.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_NEW_LINES = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}


@dataclass(frozen=True, slots=True)
class Element:
    """An element with attributes, and either elements or a text inside."""

    name: str
    attributes: Mapping[str, object] = field(default_factory=dict)
    children: Iterable["Element"] = ()
    text: str = ""


def document(root: Element) -> str:
    r"""Return a whole document, an element to a line.

    >>> print(document(Element("a", {"b": 'x\n"<\x1b'}, [Element("c", text="1 < 2")])), end="")
    <?xml version="1.0" encoding="UTF-8"?>
    <a b='x&#10;"&lt;�'>
      <c>1 &lt; 2</c>
    </a>
    """
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', *_lines(root, "")]
    return "".join(f"{line}\n" for line in lines)


def _lines(element: Element, margin: str) -> Iterator[str]:
    given = "".join(f" {key}={quoteattr(_clean(str(value)), _NEW_LINES)}" for key, value in element.attributes.items())
    inside = [line for child in element.children for line in _lines(child, f"{margin}  ")]
    if inside:
        yield f"{margin}<{element.name}{given}>"
        yield from inside
        yield f"{margin}</{element.name}>"
    elif element.text:
        yield f"{margin}<{element.name}{given}>{escape(_clean(element.text))}</{element.name}>"
    else:
        yield f"{margin}<{element.name}{given}/>"


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
