"""Lemmas as scripts: how to make the lemma from the form, a class to predict.

A script is `case|cut|suffix`: lower-case the form unless case is `=`, cut that many
letters off its end, append the suffix (cf. Straka 2018, UDPipe 2.0, section 3.3).
"""

from __future__ import annotations


def script_of(form: str, lemma: str) -> str:
    """The shortest script that turns `form` into `lemma`."""
    case, base = ("=", form) if lemma != lemma.lower() else ("-", form.lower())
    common = 0
    for ours, theirs in zip(base, lemma, strict=False):
        if ours != theirs:
            break
        common += 1
    return f"{case}|{len(base) - common}|{lemma[common:]}"


def apply_script(form: str, script: str) -> str:
    """The lemma that `script` makes of `form`; never empty."""
    case, cut, suffix = script.split("|", 2)
    base = form if case == "=" else form.lower()
    return (base[: max(len(base) - int(cut), 0)] + suffix) or form
