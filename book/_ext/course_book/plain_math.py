"""A formula as a line of text, as an excerpt shows it: 10⁻⁵, σ², (x − μ)/√(σ² + ε)."""

import re
import unicodedata
from html import unescape
from xml.etree import ElementTree

import math_core

RAISED = dict(zip("0123456789+−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", strict=True))
LOWERED = dict(zip("0123456789+−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))
OVER = {"ˆ": "\u0302", "¯": "\u0304", "‾": "\u0304", "˜": "\u0303", "˙": "\u0307"}
SIGNS = "+−±"
BETWEEN = SIGNS + "=≈≠<>≤≥∈→←↦×·⋅∘∼≡"
CLOSING = ")]}|!%"


def plain_math(latex: str) -> str:
    """The formula that LaTeX writes, as text."""
    mathml = math_core.LatexToMathML().convert_with_local_state(latex, displaystyle=False)
    in_xml = re.sub(r"&(?!(?:lt|gt|amp|quot|apos);)\w+;", lambda entity: unescape(entity[0]), mathml)
    return " ".join(_text(ElementTree.fromstring(in_xml)).split())  # noqa: S314 (of our own making)


def _text(element: ElementTree.Element) -> str:
    parts = [_text(child) for child in element]
    match element.tag.rpartition("}")[2]:
        case "msup":
            return parts[0] + _small(parts[1], RAISED, "^")
        case "msub":
            return parts[0] + _small(parts[1], LOWERED, "_")
        case "msubsup" | "munderover":
            return parts[0] + _small(parts[1], LOWERED, "_") + _small(parts[2], RAISED, "^") + " "
        case "munder":
            return parts[0] + _small(parts[1], LOWERED, "_") + " "
        case "mover" if parts[1].strip() in OVER:
            return parts[0] + OVER[parts[1].strip()]
        case "mover":
            return parts[0] + _small(parts[1], RAISED, "^") + " "
        case "mfrac":
            return f"{_bracketed(parts[0])}/{_bracketed(parts[1])}"
        case "msqrt":
            return "√" + _bracketed(_row(element))
        case "mspace":
            return " "
        case "mtr":
            return " ".join(parts) + " "
        case "annotation":
            return ""
        case "mrow" | "math" | "mtd" | "mstyle" | "semantics":
            return _row(element)
        case _:
            return (element.text or "").strip("\u2061\u200b") + "".join(parts)


def _row(row: ElementTree.Element) -> str:
    """What stands side by side, with a space around each sign that stands between two things."""
    text = ""
    for element in row:
        part, is_sign = _text(element), element.tag.rpartition("}")[2] == "mo"
        if is_sign and part in list(BETWEEN):
            text += f" {part} " if part not in list(SIGNS) or _ends_a_thing(text) else part
        elif is_sign and part in list(",;:") and element.get("rspace") != "0":  # which a decimal comma has
            text += f"{part} "
        else:
            text += part
    return text


def _ends_a_thing(text: str) -> bool:
    """Whether a plus or minus after it stands between two things, not before one."""
    last = "".join(sign for sign in text.rstrip() if not unicodedata.combining(sign))[-1:]
    return last.isalnum() or last in list(CLOSING) or last in list(RAISED.values()) + list(LOWERED.values())


def _small(text: str, signs: dict[str, str], otherwise: str) -> str:
    """Raised or lowered where every sign can be, else after a sign that says so."""
    tight = text.replace(" ", "")
    return "".join(signs[sign] for sign in tight) if set(tight) <= set(signs) else otherwise + _bracketed(text.strip())


def _bracketed(text: str) -> str:
    """In brackets, if it is more than one thing."""
    text = text.strip()
    if re.fullmatch(r"√?\([^()]*\)", text):
        return text
    return f"({text})" if any(sign in text for sign in " /,") else text
