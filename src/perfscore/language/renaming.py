"""The same term over inputs of other names."""

from __future__ import annotations

from collections.abc import Mapping

from perfscore.language.terms import (
    Absolute,
    All,
    Case,
    Chosen,
    Compare,
    Greatest,
    Input,
    Is,
    Least,
    Named,
    Not,
    Nothing,
    Number,
    Product,
    Quotient,
    Rounded,
    Some,
    Sum,
    Term,
    Test,
    Whole,
)


def rename(term: Term, names: Mapping[str, str]) -> Term:
    """The same term over inputs of other names."""
    match term:
        case Input(name):
            return Input(names.get(name, name))
        case Number() | Nothing():
            return term
        case Sum(parts):
            return Sum(tuple(rename(p, names) for p in parts))
        case Product(parts):
            return Product(tuple(rename(p, names) for p in parts))
        case Least(parts):
            return Least(tuple(rename(p, names) for p in parts))
        case Greatest(parts):
            return Greatest(tuple(rename(p, names) for p in parts))
        case Quotient(top, bottom):
            return Quotient(rename(top, names), rename(bottom, names))
        case Absolute(of):
            return Absolute(rename(of, names))
        case Whole(of, up):
            return Whole(rename(of, names), up)
        case Rounded(of, digits):
            return Rounded(rename(of, names), digits)
        case Named(name, of, percent):
            return Named(name, rename(of, names), percent)
        case Chosen(cases, otherwise, label):
            renamed = tuple(Case(_rename_test(c.test, names), rename(c.term, names), c.label) for c in cases)
            return Chosen(renamed, rename(otherwise, names), label)


def _rename_test(test: Test, names: Mapping[str, str]) -> Test:
    match test:
        case Compare(left, sign, right):
            return Compare(rename(left, names), sign, rename(right, names))
        case Is(name, allowed):
            return Is(names.get(name, name), allowed)
        case All(tests):
            return All(tuple(_rename_test(t, names) for t in tests))
        case Some(tests):
            return Some(tuple(_rename_test(t, names) for t in tests))
        case Not(inner):
            return Not(_rename_test(inner, names))
