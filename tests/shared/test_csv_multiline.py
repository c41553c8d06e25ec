"""Quoted cells of many lines, as chemists, mail programs and forms write them."""

import pytest

from shared.data_loading import load_csv


def molecule(number: int, atoms: int) -> str:
    """Return a cell of a structure: lines of numbers, blank ones among them, none with a comma."""
    places = [f"  {number % 7 - atom / 3:8.4f}{atom / 5:10.4f}    0.0000 C   0  0" for atom in range(atoms)]
    return "\r\n".join(
        [f"CMP{number}", "  Program 2D", "", f" {atoms}  0     0  0            999 V2000", *places, "M  END", ""]
    )


def table(rows: int, *, atoms: int) -> tuple[list[list[str]], bytes]:
    cells = [[molecule(row, atoms + row % 9), f"{row}-58", "name, of it", str(row / 8)] for row in range(rows)]
    lines = [f'"{a}",{b},"{c}",{d}' for a, b, c, d in cells]
    return cells, "\r\n".join(["molecule,code,full name,value", *lines, ""]).encode()


@pytest.mark.parametrize(("rows", "atoms"), [(4, 30), (60, 20), (30, 150), (400, 35)], ids=str)
def test_cells_of_many_lines_are_cells(rows: int, atoms: int) -> None:
    cells, data = table(rows, atoms=atoms)
    found = load_csv(data, infer_types=False)
    assert list(found.frame.columns) == ["molecule", "code", "full name", "value"]
    assert found.frame.to_numpy().tolist() == cells
    assert found.dialect.delimiter == ","
    assert not [note.text for note in found.notes if "guess" not in note.text]


def test_a_stray_quote_far_below_cells_of_several_lines_takes_no_rows_with_it() -> None:
    rows = [f'{row},"first\nsecond",{row % 7}' if row < 300 else f'{row},12" pipe,{row % 7}' for row in range(4_000)]
    found = load_csv("\n".join(["id,what,n", *rows, ""]).encode(), infer_types=False)
    assert len(found.frame) == len(rows)
    assert found.frame["what"].iloc[[0, -1]].tolist() == ["first\nsecond", '12" pipe']
