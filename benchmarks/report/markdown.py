"""Writes the report as Markdown."""

from benchmarks.report.document import Block, Bullets, Code, Entry, Explorer, Report, Table, Text, Verdict

CHART_FILE = "growth.svg"


def render(report: Report) -> str:
    """Return the report as one Markdown text, newline at the end."""
    parts = [f"# {report.title}", *report.lead, report.origin]
    for section in report.sections:
        parts.append(f"## {section.title}")
        parts += [_block(block) for block in section.blocks]
    return "\n\n".join(parts) + "\n"


def table(block: Table) -> str:
    """Return one table with its caption in bold above it."""
    head = "| " + " | ".join(_escape(column) for column in block.columns) + " |"
    rule = "|" + "|".join("--:" if block.holds_figures(place) else "---" for place in range(len(block.columns))) + "|"
    rows = ["| " + " | ".join(_entry(entry) for entry in row) + " |" for row in block.rows]
    return f"**{block.caption}.**\n\n" + "\n".join([head, rule, *rows])


def _block(block: Block) -> str:
    match block:
        case Text():
            return block.text
        case Bullets():
            return "\n".join(f"- {item}" for item in block.items)
        case Code():
            return f"```sh\n{block.text}\n```"
        case Table():
            return table(block)
        case Explorer():
            return f"![{block.caption}; the figures are in the tables below]({CHART_FILE})"
        case Verdict():
            sentences = "\n".join(f"- {sentence}" for sentence in block.sentences)
            return f"### {block.title}\n\n{block.about}\n\n{table(block.table)}\n\n{sentences}"


def _entry(entry: str | Entry) -> str:
    return _escape(entry if isinstance(entry, str) else entry.text)


def _escape(text: str) -> str:
    # an error's text may hold anything, also what would end the cell or start a tag
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")
