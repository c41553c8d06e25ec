"""Every number of SPEC.md is held by a test of this folder, and every test cites a number that exists."""

import ast
import re
from pathlib import Path

HERE = Path(__file__).resolve().parent
SPEC = HERE.parents[1] / "shared" / "SPEC.md"


def numbers_in_spec() -> set[int]:
    return {int(number) for number in re.findall(r"^- \*\*S(\d+) ", SPEC.read_text(encoding="utf-8"), re.MULTILINE)}


def numbers_cited() -> dict[str, set[int]]:
    """Test name -> the numbers in its `pytest.mark.spec(...)`."""
    cited: dict[str, set[int]] = {}
    for path in sorted(HERE.glob("test_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and path != Path(__file__):
                marks = [mark for mark in node.decorator_list if ast.unparse(mark).startswith("pytest.mark.spec(")]
                cited[node.name] = {ast.literal_eval(arg) for mark in marks for arg in mark.args}
    return cited


def test_every_behaviour_of_the_spec_has_a_contract_test() -> None:
    numbers = numbers_in_spec()
    assert numbers == set(range(1, len(numbers) + 1))
    assert numbers - set().union(*numbers_cited().values()) == set()


def test_every_contract_test_cites_a_behaviour_of_the_spec() -> None:
    for name, cited in numbers_cited().items():
        assert cited, f"{name} cites no number"
        assert cited <= numbers_in_spec(), name
