"""Stylesheet rules that bring Streamlit's own elements to the looks of shared.theme. Imports theme alone.

Only test ids and ``st-key-`` classes are used: Streamlit documents the latter and keeps the former for years, where its
generated class names change with every release.
"""

from typing import Final

from shared.theme import NARROW_PX, SPACE_APART_PX, SPACE_RELATED_PX, SPACE_SECTION_PX

_HEADER_PX: Final = 64
_PHONE_PX: Final = 768
"""Below this width Streamlit lays the left column over the page instead of beside it."""

STREAMLIT_CSS: Final = f"""
.explorer-header {{
  align-items: baseline;
  background: var(--explorer-surface);
  border-bottom: 1px solid var(--explorer-border);
  display: flex;
  flex-wrap: wrap;
  gap: 0 {SPACE_APART_PX}px;
  align-content: center;
  padding: {SPACE_RELATED_PX}px {SPACE_SECTION_PX}px;
}}
.explorer-header, .explorer-header .explorer-title {{ color: var(--explorer-text); }}
.explorer-header .explorer-title {{ margin: 0; padding: 0; }}
.explorer-name {{ font-weight: 600; overflow-wrap: anywhere; }}
.explorer-rows {{ color: var(--explorer-muted); font-variant-numeric: tabular-nums; }}
.explorer-notes {{ margin: {SPACE_RELATED_PX}px 0 0; max-height: 192px; overflow-y: auto; padding-left: 20px; }}
.explorer-notes li {{ font-size: inherit; margin: 0; }}

/* The header reaches over the left column, which Streamlit puts beside the main part from top to bottom. */
@media (min-width: {_PHONE_PX}px) {{
  .explorer-header {{ height: {_HEADER_PX}px; inset: 0 0 auto 0; position: fixed; z-index: 999989; }}
  [data-testid="stSidebar"] {{ height: calc(100dvh - {_HEADER_PX}px) !important; margin-top: {_HEADER_PX}px; }}
  [data-testid="stMainBlockContainer"] {{ padding-top: {_HEADER_PX + SPACE_RELATED_PX}px; }}
}}
@media (max-width: {_PHONE_PX - 1}px) {{
  .explorer-header {{ margin: 0 -{SPACE_APART_PX}px; padding-left: 56px; }}
  [data-testid="stMain"] [data-testid="stMainBlockContainer"] {{ padding: 0 {SPACE_APART_PX}px {SPACE_SECTION_PX}px; }}
}}
[data-testid="stHeader"] {{ background: transparent; pointer-events: none; }}
[data-testid="stHeader"] button {{ pointer-events: auto; }}
[data-testid="stMainBlockContainer"] {{
  padding-bottom: {SPACE_SECTION_PX}px;
  padding-left: {SPACE_SECTION_PX}px;
  padding-right: {SPACE_SECTION_PX}px;
}}
[data-testid="stSidebarHeader"] {{
  inset: {SPACE_RELATED_PX}px {SPACE_RELATED_PX}px auto auto;
  position: absolute;
  z-index: 1;
}}
[data-testid="stSidebarUserContent"] {{ padding-bottom: {SPACE_SECTION_PX}px; padding-top: {SPACE_SECTION_PX}px; }}
[data-testid="stSidebarUserContent"] h2 {{
  font-size: 16px;
  font-weight: 650;
  line-height: 1.5;
  padding: 0 0 {SPACE_RELATED_PX}px;
}}
[data-testid="stWidgetLabel"] p {{ color: var(--explorer-muted); }}

.st-key-grid {{
  display: grid;
  gap: {SPACE_APART_PX}px;
  grid-template-columns: repeat(2, minmax(0, 1fr));
}}
@media (max-width: {NARROW_PX - 1}px) {{ .st-key-grid {{ grid-template-columns: minmax(0, 1fr); }} }}
[class*="st-key-panel-"] {{
  background: var(--explorer-surface);
  border-color: var(--explorer-border);
  border-radius: var(--explorer-radius);
  box-shadow: var(--explorer-shadow);
  gap: {SPACE_RELATED_PX}px;
  padding: {SPACE_APART_PX}px;
}}
[class*="st-key-panel-"] [data-testid="stVerticalBlock"] {{ gap: {SPACE_RELATED_PX}px; }}
[class*="st-key-controls-"] {{
  display: grid;
  gap: {SPACE_RELATED_PX}px;
  grid-template-columns: repeat(3, minmax(0, 1fr));
}}
[class*="st-key-controls-"] > [class*="st-key-title-"] {{ grid-column: 1 / -1; }}
@media (max-width: 480px) {{
  [class*="st-key-controls-"] {{ grid-template-columns: repeat(2, minmax(0, 1fr)); }}
  [class*="st-key-controls-"] > [class*="st-key-title-"] {{ grid-column: auto; }}
}}
[data-testid="stCaptionContainer"] {{ margin: 0; opacity: 1; }}
[data-testid="stCaptionContainer"] p {{
  color: var(--explorer-muted);
  font-size: 14px;
  font-variant-numeric: tabular-nums;
  line-height: 40px;
  margin: 0;
}}
[data-testid="stTable"] {{ background: var(--explorer-surface); font-variant-numeric: tabular-nums; }}
[data-testid="stTable"] td {{ text-align: right; }}
/* Beside the caption, in the last line of the card. */
[class*="st-key-remove-"] {{ align-self: flex-end; margin-top: -48px; width: auto; }}
[class*="st-key-remove-"] button {{ color: var(--explorer-muted); }}
[class*="st-key-remove-"] button:hover {{ color: var(--explorer-danger); }}
/* At the end of the line of tabs. */
.st-key-add-panel {{ margin-top: -70px; pointer-events: none; position: relative; z-index: 1; }}
.st-key-add-panel button {{ pointer-events: auto; }}
[data-testid="stBaseButton-primary"]:enabled {{ color: var(--explorer-on-accent); }}
"""
