"""Small changes to Python source, one at a time, that tests of a rule should notice.

`changes_of` lists them in the order of the source; `tree_with` gives the syntax tree with one of them made. Nothing is
written: `tools/mutants.py` compiles the tree. Decorators, annotations, sentences and docstrings are left alone.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

COMPARISONS: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
ARITHMETIC: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
ROUNDINGS: Final = {
    "ROUND_HALF_UP": "ROUND_HALF_EVEN",
    "ROUND_HALF_EVEN": "ROUND_HALF_UP",
    "ROUND_DOWN": "ROUND_UP",
    "ROUND_UP": "ROUND_DOWN",
}
LOOKUPS: Final = {"lt": "lte", "lte": "lt", "gt": "gte", "gte": "gt"}
FILTERS: Final = ("filter", "exclude", "get", "Q")
#: Calls whose whole effect is to refuse.
REFUSERS: Final = ("insist", "insist_current", "require")
Put = Callable[[ast.AST], None]
FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


@dataclass(frozen=True, slots=True)
class Change:
    """One change: where it is, in words, the outermost function around it (None at the top), and how it is made."""

    line: int
    text: str
    unit: ast.AST | None
    make: Callable[[], None]


def changes_of(tree: ast.Module) -> list[Change]:
    """All changes that can be made to the module, in the order of its lines."""
    found = [change for node, put, unit in _walk(tree, None) for change in _changes(node, put, unit)]
    return sorted(found, key=lambda change: change.line)


def tree_with(source: str, number: int) -> ast.Module:
    """The module with its change of this number made."""
    tree = ast.parse(source)
    changes_of(tree)[number].make()
    return ast.fix_missing_locations(tree)


def _walk(parent: ast.AST, unit: ast.AST | None) -> Iterator[tuple[ast.AST, Put, ast.AST | None]]:
    """Every node that may be changed, how to put another in its place, and the function that it runs in."""
    for name, value in ast.iter_fields(parent):
        if name in {"annotation", "returns", "decorator_list", "type_params"}:
            continue
        if isinstance(parent, ast.Subscript) and isinstance(value, ast.Tuple):
            continue
        # Defaults of a function are read where it is defined; its body when it is called.
        inner = unit or (parent if isinstance(parent, FUNCTIONS) and name == "body" else None)
        for place, node in enumerate(value if isinstance(value, list) else [value]):
            if not isinstance(node, ast.AST) or _is_docstring(node) or _is_type_only(node):
                continue
            yield node, _putter(parent, name, place if isinstance(value, list) else None), inner
            yield from _walk(node, inner)


def _putter(parent: ast.AST, name: str, place: int | None) -> Put:
    def put(other: ast.AST) -> None:
        if place is None:
            setattr(parent, name, other)
        else:
            getattr(parent, name)[place] = other

    return put


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_type_only(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id == "TypeVar"
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _changes(node: ast.AST, put: Put, unit: ast.AST | None) -> Iterator[Change]:
    for kind, changer in CHANGERS:
        if isinstance(node, kind):
            for text, make in changer(node, put):
                yield Change(node.lineno, text, unit, make)  # type: ignore[attr-defined]


#: What a node may be changed into: in words, and how it is made.
Made = Iterator[tuple[str, Callable[[], None]]]
Kinds = type[ast.AST] | tuple[type[ast.AST], ...]


def _compare(node: ast.Compare, put: Put) -> Made:
    for place, old in enumerate(node.ops):
        new = COMPARISONS[type(old)]()
        ops = [*node.ops[:place], new, *node.ops[place + 1 :]]
        other = ast.copy_location(ast.Compare(node.left, ops, node.comparators), node)
        yield _replaced(node, other, put)


def _bool_op(node: ast.BoolOp, put: Put) -> Made:
    op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    yield _replaced(node, ast.copy_location(ast.BoolOp(op, node.values), node), put)


def _unary(node: ast.UnaryOp, put: Put) -> Made:
    if isinstance(node.op, ast.Not | ast.Invert):
        yield _replaced(node, node.operand, put)


def _arithmetic(node: ast.BinOp, put: Put) -> Made:
    if type(node.op) in ARITHMETIC and not _is_words(node) and not _is_type(node.left):
        other = ast.BinOp(node.left, ARITHMETIC[type(node.op)](), node.right)
        yield _replaced(node, ast.copy_location(other, node), put)


def _is_type(node: ast.AST) -> bool:
    """Whether the first of a union looks like a type."""
    if isinstance(node, ast.BinOp):
        return _is_type(node.left)
    name = _name(node.value) if isinstance(node, ast.Subscript) else _name(node)
    return name in {"str", "int", "float", "bool", "list", "tuple", "dict", "set", "type"} or name.istitle()


def _is_words(node: ast.AST) -> bool:
    """Whether a sum holds a text: sentences are no arithmetic."""
    return any(_is_text(one) or isinstance(one, ast.JoinedStr) for one in ast.walk(node))


def _constant(node: ast.Constant, put: Put) -> Made:
    values: list[bool | int] = []
    if isinstance(node.value, bool):
        values = [not node.value]
    elif isinstance(node.value, int):
        values = [node.value + 1, node.value - 1]
    for value in values:
        yield _replaced(node, ast.copy_location(ast.Constant(value), node), put)


def _return(node: ast.Return, put: Put) -> Made:
    if node.value is None or (isinstance(node.value, ast.Constant) and node.value.value in (None, True, False)):
        return
    nothing = ast.copy_location(ast.Return(ast.copy_location(ast.Constant(None), node)), node)
    yield _replaced(node, nothing, put)


def _raise(node: ast.Raise, put: Put) -> Made:
    yield _replaced(node, ast.copy_location(ast.Pass(), node), put)


def _statement(node: ast.Expr, put: Put) -> Made:
    if isinstance(node.value, ast.Call) and _name(node.value.func) in REFUSERS:
        yield _replaced(node, ast.copy_location(ast.Pass(), node), put)


def _call(node: ast.Call, put: Put) -> Made:
    """A filter without one of its conditions, exclude for filter, a border of a lookup moved."""
    name = _name(node.func)
    if name not in FILTERS:
        return
    for place in range(len(node.args)):
        args = [*node.args[:place], *node.args[place + 1 :]]
        yield _replaced(node, ast.copy_location(ast.Call(node.func, args, node.keywords), node), put)
    for place, keyword in enumerate(node.keywords):
        rest = [*node.keywords[:place], *node.keywords[place + 1 :]]
        yield _replaced(node, ast.copy_location(ast.Call(node.func, node.args, rest), node), put)
        field, _, lookup = (keyword.arg or "").rpartition("__")
        if lookup in LOOKUPS:
            moved = [*rest, ast.keyword(f"{field}__{LOOKUPS[lookup]}", keyword.value)]
            yield _replaced(node, ast.copy_location(ast.Call(node.func, node.args, moved), node), put)
    if isinstance(node.func, ast.Attribute) and name in {"filter", "exclude"}:
        other = ast.Attribute(node.func.value, "exclude" if name == "filter" else "filter", ast.Load())
        yield _replaced(node, ast.copy_location(ast.Call(other, node.args, node.keywords), node), put)


def _rounding(node: ast.Name | ast.Attribute, put: Put) -> Made:
    name = _name(node)
    if name in ROUNDINGS and isinstance(node.ctx, ast.Load):
        new: ast.expr = ast.Name(ROUNDINGS[name], ast.Load())
        if isinstance(node, ast.Attribute):
            new = ast.Attribute(node.value, ROUNDINGS[name], ast.Load())
        yield _replaced(node, ast.copy_location(_from_decimal(new), node), put)


def _from_decimal(node: ast.expr) -> ast.expr:
    """The other rounding need not be imported by the module: decimal's names are their own values."""
    return ast.Constant(node.id) if isinstance(node, ast.Name) else node


def _elements(node: ast.Tuple | ast.List | ast.Set, put: Put) -> Made:
    """One member of a list of states or codes goes."""
    is_code = all(isinstance(one, ast.Name | ast.Attribute) or _is_text(one) for one in node.elts)
    if len(node.elts) < 2 or not is_code or not isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
        return
    for place in range(len(node.elts)):
        rest = [*node.elts[:place], *node.elts[place + 1 :]]
        other = ast.Set(rest) if isinstance(node, ast.Set) else type(node)(rest, ast.Load())
        _text, make = _replaced(node, ast.copy_location(other, node), put)
        yield f"{_words(node.elts[place])}  →  left out of {_words(node)}", make


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _replaced(node: ast.AST, other: ast.AST, put: Put) -> tuple[str, Callable[[], None]]:
    return f"{_words(node)}  →  {_words(other)}", lambda: put(other)


def _words(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 110 else f"{text[:107]}..."


#: Which nodes are changed how.
CHANGERS: Final[tuple[tuple[Kinds, Callable[[Any, Put], Made]], ...]] = (
    (ast.Compare, _compare),
    (ast.BoolOp, _bool_op),
    (ast.UnaryOp, _unary),
    (ast.BinOp, _arithmetic),
    (ast.Constant, _constant),
    (ast.Return, _return),
    (ast.Raise, _raise),
    (ast.Expr, _statement),
    (ast.Call, _call),
    ((ast.Name, ast.Attribute), _rounding),
    ((ast.Tuple, ast.List, ast.Set), _elements),
)
