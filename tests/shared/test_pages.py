"""The pages beside the explorer."""

import re
from pathlib import Path

from shared.pages import NO_REPORT, about_markdown, report_markdown


def test_the_report_carries_its_pictures(tmp_path: Path) -> None:
    assert report_markdown(tmp_path) == NO_REPORT
    (tmp_path / "growth.svg").write_text("<svg/>")
    (tmp_path / "REPORT.md").write_text("# T\n\n![growth](growth.svg) ![gone](gone.svg) [link](growth.svg)\n")
    assert report_markdown(tmp_path) == (
        "# T\n\n![growth](data:image/svg+xml;base64,PHN2Zy8+) gone [link](growth.svg)\n"
    )


def test_the_published_report_is_shown_and_asks_no_host_for_a_picture() -> None:
    text = report_markdown()
    assert "data:image/svg+xml;base64," in text
    assert all(
        picture.startswith("data:image/svg+xml;base64,") for picture in re.findall(r"!\[[^\]]*\]\(([^)]*)\)", text)
    )


def test_the_page_about_names_framework_and_tier() -> None:
    text = about_markdown("Dash", "optimised")
    assert "written with Dash" in text
    assert '"optimised"' in text
