"""Write docs/parameters.md: every algorithm with its parameters and outputs, as the provider declares them.

python3 tools/parameters_page.py docs/parameters.md     without a name: to standard output

Beside it, in help/, goes a page for each algorithm, which the button Help of its window opens.
"""

from __future__ import annotations

import importlib
import sys
import tempfile
from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path
from typing import Any

PACKAGE = "stochastic_kriging"
ROOT = Path(__file__).resolve().parents[1]

HEAD = """# Parameters

Written by `make docs` from the table in `provider/parameters/values.py`. [maps.md](maps.md) explains the choices that
parameters of maps are part of, [las.md](las.md) how logs are read, and [outputs.md](outputs.md) what is in the outputs.
A parameter that is called *advanced* is in the lower part of the dialog. Distances are in units of the target CRS."""

HELP = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>{name}</title><style>
body {{ font: 16px/1.5 sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; color: #222; background: #fff }}
table {{ border-collapse: collapse }}
th, td {{ border: 1px solid #ccc; padding: .3em .6em; text-align: left; vertical-align: top }}
code {{ background: #f2f2f2 }}
</style></head>
<body>
<h1>{name}</h1>
<p><code>{id}</code>, in the group {group} of the Processing Toolbox</p>
{about}
<h2>What it takes</h2>
{inputs}
<h2>What it makes</h2>
{outputs}
</body>
</html>
"""


def page(algorithms: Iterable[Any], row_of: Callable[[Any], Any]) -> str:
    """Return the page; `row_of` gives the row of a parameter, as `provider.parameters.values` has it."""
    return "\n\n".join([HEAD, *(section(algorithm, row_of) for algorithm in algorithms)]) + "\n"


def section(algorithm: Any, row_of: Callable[[Any], Any]) -> str:
    """Return what there is to say of an algorithm."""
    inputs, outputs = tables(algorithm, row_of)
    return "\n\n".join(
        [f"## {algorithm.displayName()}", f"`stochkrig:{algorithm.name()}`", rows(*inputs), rows(*outputs)]
    )


def help_page(algorithm: Any, row_of: Callable[[Any], Any]) -> str:
    """Return the page of an algorithm."""
    inputs, outputs = tables(algorithm, row_of)
    return HELP.format(
        name=algorithm.displayName(),
        id=f"stochkrig:{algorithm.name()}",
        group=algorithm.group(),
        about=algorithm.about().replace("</p><p>", "</p>\n<p>"),
        inputs=html_rows(*inputs),
        outputs=html_rows(*outputs),
    )


def tables(algorithm: Any, row_of: Callable[[Any], Any]) -> list[tuple[list[str], list[list[str]]]]:
    """Return head and lines of what an algorithm takes, and of what it makes."""
    definitions = algorithm.parameterDefinitions()
    numbers = [one for one in algorithm.outputDefinitions() if one.type() == "outputNumber"]
    inputs = [parameter(one, row_of(one)) for one in definitions if not one.isDestination()]
    outputs = [output(one, row_of(one)) for one in definitions if one.isDestination()]
    outputs += [[f"`{one.name()}`", one.description(), "number", ""] for one in numbers]
    return [(["name", "label", "takes", "default", "meaning"], inputs), (["output", "label", "is", "made"], outputs)]


def parameter(definition: Any, row: Any) -> list[str]:
    """Return the line of a parameter."""
    advanced = definition.flags() & type(definition).Flag.FlagAdvanced
    label = definition.description() + (" *(advanced)*" if advanced else "")
    return [f"`{row.name}`", label, takes(definition, row), default(definition), definition.help()]


def takes(definition: Any, row: Any) -> str:
    """Return what a parameter takes."""
    if row.options:
        return ", ".join(f"`{word}`" for word in definition.options())
    if not row.is_number:
        parent = getattr(definition, "parentLayerParameterName", str)()
        return f"{row.kind.value} of `{parent}`" if parent else row.kind.value
    least, most, is_open = row.limits
    if row.kind.name == "WHOLE":
        return f"{row.kind.value}, {least + is_open} to {most}"
    return f"{row.kind.value}, {'more than' if is_open else 'at least'} {least:g}, at most {most:g}"


def default(definition: Any) -> str:
    """Return the default of a parameter."""
    value = definition.defaultValue()
    if value is None:
        return "" if definition.flags() & type(definition).Flag.FlagOptional else "needed"
    return ("yes" if value else "no") if isinstance(value, bool) else f"`{value}`"


def output(definition: Any, row: Any) -> list[str]:
    """Return the line of an output."""
    needed = not definition.flags() & type(definition).Flag.FlagOptional
    made = "always" if needed else "unless declined" if definition.createByDefault() else "where asked for"
    return [f"`{row.name}`", definition.description(), row.kind.value, f"{made}. {definition.help()}".rstrip(" .")]


def rows(head: list[str], lines: Iterable[list[str]]) -> str:
    """Return a table."""
    return "\n".join(f"| {' | '.join(line)} |" for line in [head, ["---"] * len(head), *lines])


def html_rows(head: list[str], lines: Iterable[list[str]]) -> str:
    """Return a table of HTML; what is code or set apart in the lines is so there."""
    cells = [f"<tr>{''.join(f'<td>{html(text)}</td>' for text in line)}</tr>" for line in lines]
    return "\n".join(["<table>", f"<tr>{''.join(f'<th>{text}</th>' for text in head)}</tr>", *cells, "</table>"])


def html(text: str) -> str:
    """Return the HTML of a cell."""
    pieces = escape(text).replace("*(advanced)*", "<i>(advanced)</i>").split("`")
    return "".join(f"<code>{piece}</code>" if number % 2 else piece for number, piece in enumerate(pieces))


def main() -> None:
    """Write the pages."""
    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    with tempfile.TemporaryDirectory() as plugins:
        (Path(plugins) / PACKAGE).symlink_to(ROOT, target_is_directory=True)  # whatever the checkout is called
        sys.path.insert(0, plugins)
        provider = importlib.import_module(f"{PACKAGE}.provider.provider").StochasticKrigingProvider()
        provider.refreshAlgorithms()
        row_of = importlib.import_module(f"{PACKAGE}.provider.parameters.values").row_of
        text = page(provider.algorithms(), row_of)
        pages = {algorithm.name(): help_page(algorithm, row_of) for algorithm in provider.algorithms()}
    if len(sys.argv) > 1:
        target = Path(sys.argv[1])
        target.write_text(text, encoding="utf-8")
        (target.parent / "help").mkdir(exist_ok=True)
        for name, html_text in pages.items():
            (target.parent / "help" / f"{name}.html").write_text(html_text, encoding="utf-8")
    else:
        sys.stdout.buffer.write(text.encode())


if __name__ == "__main__":
    main()
