"""Third stage of CSV loading: which delimiter and quote a text is written with. Imports csv_model."""

import csv
from collections import Counter
from typing import Final

DELIMITERS: Final = (",", ";", "\t", "|", ":", "^", "~", " ")


def rows_of(sample: str, delimiter: str) -> list[list[str]]:
    """Split a sample as the csv module would."""
    try:
        return [row for row in csv.reader(sample.splitlines(), delimiter=delimiter) if row]
    except csv.Error:
        return []


def detect_delimiter(sample: str) -> str:
    """Find the delimiter by how even the rows are."""
    best, best_score = "", 1.0
    for place, delimiter in enumerate(DELIMITERS):
        rows = rows_of(sample, delimiter)
        if not rows:
            continue
        width, count = Counter(len(row) for row in rows).most_common(1)[0]
        score = (count / len(rows)) * width**0.3 - 0.02 * place
        if width > 1 and count > len(rows) * 0.5 and score > best_score:
            best, best_score = delimiter, score
    return best


def detect_header(rows: list[list[str]]) -> bool:
    """Tell whether the first row is names: text, all different, above numbers or simply first."""
    first = [cell.strip() for cell in rows[0]]
    if any(_is_number(cell) for cell in first):
        return False
    return len(set(first)) == len(first) or any(first)


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
