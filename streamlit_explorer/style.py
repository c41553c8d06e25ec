"""Stylesheet rules that make Streamlit's own elements look as shared.theme has it."""

from typing import Final

from shared.theme import NARROW_PX, SPACE_APART_PX, SPACE_RELATED_PX

STREAMLIT_CSS: Final = f"""
.st-key-grid {{
  display: grid;
  grid-template-columns: repeat(2, minmax(0, 1fr));
  gap: {SPACE_APART_PX}px;
}}
@media (max-width: {NARROW_PX - 1}px) {{ .st-key-grid {{ grid-template-columns: minmax(0, 1fr); }} }}
[class*="st-key-controls-"] {{
  display: grid;
  grid-template-columns: repeat(3, minmax(0, 1fr));
  gap: {SPACE_RELATED_PX}px;
}}
"""
