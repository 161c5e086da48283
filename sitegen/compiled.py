"""The Python that templates become: Jinja's own, without the detours on which a page spends most of its time."""

from keyword import iskeyword
from types import FunctionType
from typing import Any, NoReturn

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]  # the part of it that is written in C

NUMBERS = frozenset({int, float})
LENIENT = ("default", "d", "defined", "undefined")  # filters and tests of what may not be there


def finished(html: str) -> Markup:
    """Return HTML marked as such; the class itself looks twice at what it is given."""
    return str.__new__(Markup, html)


def shown(value: Any) -> str:
    """Return what stands on the page for a value: finished HTML as it is, everything else escaped."""
    kind = type(value)
    if kind is str:
        text: str = _escape_inner(value)
    elif kind is FunctionType:
        raise TypeError("a macro that is not called")  # Jinja's own says which; ours says where it stands in memory
    else:
        text = value if kind is Markup else str(value) if kind in NUMBERS else escape(value)
    return text


class Code(CodeGenerator):
    """Jinja's code generator but for attributes, calls, macros and what is written out, each met a million times a build.

    What it makes is either what Jinja makes or an error, and whoever renders then asks Jinja itself: an attribute that is not
    there is an error at once, and so is what a mapping holds where it is not asked for in brackets. Calls do not hand on the
    context, for which nothing of ours asks.
    """

    lenient: nodes.Node | None = None

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        """Bring in what the code of a template needs."""
        self.writeline(f"from {__name__} import finished, shown")
        super().visit_Template(node, frame)

    def visit_ScopedEvalContextModifier(self, node: nodes.ScopedEvalContextModifier, frame: Frame) -> NoReturn:
        """Leave to Jinja what is not escaped: it matters to every macro that is called there."""
        raise NotImplementedError(node.lineno)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        self.write("shown(")

    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:
        """Remember what may not be there."""
        self.lenient = node.node if node.name in LENIENT else None
        super().visit_Filter(node, frame)

    def visit_Test(self, node: nodes.Test, frame: Frame) -> None:
        """Remember what may not be there."""
        self.lenient = node.node if node.name in LENIENT else None
        super().visit_Test(node, frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """Write an attribute as Python has it."""
        own = isinstance(node.node, nodes.Const) or (isinstance(node.node, nodes.Name) and node.node.name == "self")
        if own or node is self.lenient or iskeyword(node.attr):
            super().visit_Getattr(node, frame)
            return
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        """Write a call as Python has it."""
        if forward_caller or node.dyn_args or node.dyn_kwargs or any(iskeyword(given.key) for given in node.kwargs):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for given in (*node.args, *node.kwargs):
            self.visit(given, frame)
            self.write(", ")
        self.write(")")

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """Write a macro as a function that takes its arguments by place or by name."""
        names = [arg.name for arg in macro_ref.node.args]
        special = macro_ref.accesses_kwargs or macro_ref.accesses_varargs or macro_ref.accesses_caller
        if special or any(iskeyword(name) or name in ("macro", "finished") for name in names):
            super().macro_def(macro_ref, frame)
            return
        taken = ", ".join(f"{name}=missing" for name in names)
        # The next macro is called the same in the code, so this one is bound here.
        self.write(f"(lambda macro: lambda {taken}: finished(macro({', '.join(names)})))(macro)")
