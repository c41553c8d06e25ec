"""Stylesheet rules that bring Streamlit's own elements to the looks of shared.theme. Imports theme and labels alone.

Only test ids and ``st-key-`` classes are used: Streamlit documents the latter and keeps the former for years, where its
generated class names change with every release.
"""

from typing import Final

from shared.explorer_spec import LABEL_DATA_AND_FILTER, MAX_UPLOAD_BYTES
from shared.theme import NARROW_PX, SIDEBAR_WIDTH_PX, SPACE_APART_PX, SPACE_RELATED_PX, SPACE_SECTION_PX

_HEADER_PX: Final = 64
_BAR_PX: Final = 56
"""Height of the line above the header that holds the button of the left column and the links, in a narrow window."""
_CONTROL_PX: Final = 40
_TEXT_PX: Final = 1040
"""Width of what is read, line by line."""

_WIDE: Final = f"""
@media (min-width: {NARROW_PX}px) {{
  /* The header reaches over the left column, which Streamlit puts beside the main part from top to bottom. */
  .explorer-header {{ height: {_HEADER_PX}px; inset: 0 0 auto 0; position: fixed; z-index: 999989; }}
  .st-key-pages {{
    height: {_HEADER_PX}px;
    inset: 0 {SPACE_SECTION_PX}px auto auto;
    position: fixed;
    width: auto;
    z-index: 999990;
  }}
  /* Header and links hang out of the column of elements and leave two gaps in it. */
  [data-testid="stMain"] [data-testid="stMainBlockContainer"] {{
    padding-top: {_HEADER_PX + SPACE_SECTION_PX - 2 * SPACE_APART_PX}px;
  }}
  /* Closed, as Streamlit has it (see layout.configure), and yet to be seen. */
  [data-testid="stSidebar"] {{
    height: calc(100dvh - {_HEADER_PX}px) !important;
    margin-top: {_HEADER_PX}px;
    max-width: {SIDEBAR_WIDTH_PX}px;
    min-width: {SIDEBAR_WIDTH_PX}px;
    transform: none;
  }}
  [data-testid="stExpandSidebarButton"], [data-testid="stSidebarCollapseButton"] {{ display: none; }}
}}
"""

_NARROW: Final = f"""
@media (max-width: {NARROW_PX - 1}px) {{
  .st-key-grid {{ grid-template-columns: minmax(0, 1fr); }}
  /* The button of the left column stays in sight, on a line of its own. */
  [data-testid="stHeader"] {{ background: var(--explorer-surface); height: {_BAR_PX}px; min-height: {_BAR_PX}px; }}
  .st-key-pages {{
    background: var(--explorer-surface);
    flex: none;
    justify-content: flex-start;
    margin: 0 -{SPACE_APART_PX}px;
    max-width: none;
    padding: {SPACE_RELATED_PX}px {SPACE_APART_PX}px;
    width: calc(100% + {2 * SPACE_APART_PX}px);
  }}
  .st-key-pages > :last-child {{ margin-left: auto; }}
  .explorer-header {{
    margin: -{SPACE_APART_PX}px -{SPACE_APART_PX}px 0;
    padding: 0 {SPACE_APART_PX}px {SPACE_RELATED_PX}px;
  }}
  [data-testid="stMain"] [data-testid="stMainBlockContainer"] {{
    padding: {_BAR_PX}px {SPACE_APART_PX}px {SPACE_SECTION_PX}px;
  }}
  /* Out of sight is out of reach: Tab would lead into the closed column. */
  [data-testid="stSidebar"][data-collapsed="true"] {{ visibility: hidden; }}
  [data-testid="stSidebarCollapseButton"] {{ visibility: visible; }}
  [data-testid="stExpandSidebarButton"] {{
    border: 1px solid var(--explorer-control-border);
    height: {_CONTROL_PX}px;
    padding: 0 12px;
    width: auto;
  }}
  [data-testid="stExpandSidebarButton"]::after {{ content: "{LABEL_DATA_AND_FILTER}"; font-size: 14px; }}
  [data-testid="stExpandSidebarButton"] > * {{ display: none; }}
}}
"""

_NO_BAR: Final = """
  [data-testid="stHeader"] { display: none; }
  [data-testid="stMain"] [data-testid="stMainBlockContainer"] { padding-top: 0; }
"""

EMPTY_CSS: Final = f"""
@media (max-width: {NARROW_PX - 1}px) {{
  /* Without data there is nothing but the left column to see. */
  [data-testid="stAppViewContainer"] {{
    flex-direction: column-reverse;
    justify-content: flex-end;
    overflow: auto;
  }}
  [data-testid="stAppViewContainer"] > div:not([data-testid]) {{ flex: none; height: auto; }}
  [data-testid="stMain"] {{ height: auto; overflow: visible; position: static; }}
  [data-testid="stSidebar"][data-collapsed] {{
    height: auto !important;
    max-width: 100%;
    transform: none;
    visibility: visible;
    width: 100% !important;
  }}
  {_NO_BAR}
}}
"""
"""Of a page without data alone. Rules of their own, and no ``:has``: with fifty charts it takes a browser 60 ms a click
to find out that it does not apply."""

TEXT_CSS: Final = f"""
/* Streamlit keeps an empty column until the next run. */
[data-testid="stSidebar"] {{ display: none; }}
@media (max-width: {NARROW_PX - 1}px) {{ {_NO_BAR} }}
.st-key-text {{ margin: 0 auto; max-width: {_TEXT_PX}px; overflow-wrap: anywhere; }}
.st-key-text :is(h1, h2, h3) {{
  font-size: 24px;
  font-weight: 650;
  padding: {SPACE_SECTION_PX}px 0 {SPACE_RELATED_PX}px;
}}
.st-key-text table {{ display: block; font-size: 14px; overflow-x: auto; overflow-wrap: normal; }}
.st-key-text img {{ background: var(--explorer-surface); height: auto; max-width: 100%; }}
"""
"""Of a page that is read alone."""

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
.explorer-muted ul.explorer-notes {{
  font-size: inherit;
  line-height: 1.5;
  margin: {SPACE_RELATED_PX}px 0 0;
  max-height: 192px;
  overflow-y: auto;
  padding-left: {SPACE_APART_PX}px;
}}
.explorer-notes li {{ font-size: inherit; margin: 0; }}

.st-key-pages {{ gap: {SPACE_APART_PX}px; margin: 0; }}
.st-key-pages a, .st-key-pages a:hover {{ background: none; padding: {SPACE_RELATED_PX}px 0; }}
.st-key-pages a p {{ color: var(--explorer-muted); font-size: 14px; }}
.st-key-pages a:hover p {{ color: var(--explorer-text); }}
.explorer-theme {{ align-items: center; color: var(--explorer-muted); display: flex; font-size: 14px; gap: 8px; }}
.explorer-theme select {{
  background: var(--explorer-surface);
  border: 1px solid var(--explorer-control-border);
  border-radius: var(--explorer-radius);
  color: var(--explorer-text);
  font: inherit;
  height: {_CONTROL_PX}px;
  padding: 0 {SPACE_RELATED_PX}px;
}}

[data-testid="stHeader"] {{ background: transparent; }}
:is([data-testid="stHeader"], [data-testid="stToolbar"]) {{ pointer-events: none; }}
[data-testid="stHeader"] button {{ pointer-events: auto; }}
[data-testid="stMainBlockContainer"] {{
  padding-bottom: {SPACE_SECTION_PX}px;
  padding-left: {SPACE_SECTION_PX}px;
  padding-right: {SPACE_SECTION_PX}px;
}}
[data-testid="stSidebarResizeHandle"] {{ display: none; }}
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
/* The limit is ours, and said in our words; Streamlit's own is beyond it. */
[data-testid="stFileUploaderDropzoneInstructions"] > * {{ display: none; }}
[data-testid="stFileUploaderDropzoneInstructions"]::after {{
  color: var(--explorer-muted);
  content: "up to {MAX_UPLOAD_BYTES // 1024**2} MB";
  font-size: 14px;
}}

.st-key-grid {{
  display: grid;
  gap: {SPACE_APART_PX}px;
  grid-template-columns: repeat(2, minmax(0, 1fr));
}}
[class*="st-key-panel-"] {{
  background: var(--explorer-surface);
  border-color: var(--explorer-border);
  border-radius: var(--explorer-radius);
  box-shadow: var(--explorer-shadow);
  column-gap: {SPACE_APART_PX}px;
  display: grid;
  grid-template-columns: minmax(0, 1fr) auto auto;
  padding: {SPACE_APART_PX}px {SPACE_APART_PX}px 0;
  row-gap: {SPACE_RELATED_PX}px;
}}
[class*="st-key-panel-"] > * {{ grid-column: 1 / -1; }}
[class*="st-key-panel-"] [data-testid="stVerticalBlock"] {{ gap: {SPACE_RELATED_PX}px; }}
[class*="st-key-controls-"] {{
  display: grid;
  gap: {SPACE_RELATED_PX}px;
  grid-template-columns: repeat(4, minmax(0, 1fr));
}}
[class*="st-key-controls-"] > [class*="st-key-title-"] {{ grid-column: 1 / -1; }}
[data-testid="stCaptionContainer"] {{ margin: 0; opacity: 1; }}
[data-testid="stCaptionContainer"] p {{
  color: var(--explorer-muted);
  font-size: 14px;
  font-variant-numeric: tabular-nums;
  line-height: 20px;
  margin: 0;
  overflow-wrap: anywhere;
  padding: 10px 0;
}}
/* Beside the caption, in the last line of the card. */
[class*="st-key-panel-"] [data-testid="stCaptionContainer"] {{ padding-right: 196px; }}
[class*="st-key-panel-"] > :is([class*="st-key-options-"], [class*="st-key-remove-"]) {{
  grid-column: auto;
  margin-top: -{_CONTROL_PX + SPACE_RELATED_PX}px;
  width: auto;
}}
[class*="st-key-panel-"] > [class*="st-key-options-"] {{ grid-column: 2; }}
:is([class*="st-key-options-"], [class*="st-key-remove-"]) button {{ color: var(--explorer-muted); }}
[class*="st-key-options-"] button:hover {{ color: var(--explorer-text); }}
[class*="st-key-remove-"] button:hover {{ color: var(--explorer-danger); }}
/* Two columns of a window that is hardly wide enough, or one of a phone. */
@media (max-width: 520px), (min-width: {NARROW_PX}px) and (max-width: 1250px) {{
  [class*="st-key-controls-"] {{ grid-template-columns: repeat(2, minmax(0, 1fr)); }}
  [class*="st-key-panel-"] [data-testid="stCaptionContainer"] {{ padding-right: 0; }}
  [class*="st-key-panel-"] > :is([class*="st-key-options-"], [class*="st-key-remove-"]) {{ margin-top: 0; }}
}}
/* At the end of the line of tabs. */
.st-key-add-panel {{ margin-top: -70px; pointer-events: none; position: relative; z-index: 1; }}
.st-key-add-panel button {{ pointer-events: auto; }}
.st-key-other-filters {{ gap: 0; }}
.st-key-other-filters [data-testid="stText"] {{ font-family: inherit; font-size: 14px; overflow-wrap: anywhere; }}
.st-key-other-filters button {{ color: var(--explorer-muted); font-size: 14px; text-align: left; }}
.st-key-other-filters button:hover {{ color: var(--explorer-danger); }}
[data-testid="stBaseButton-primary"]:enabled {{ color: var(--explorer-on-accent); }}

/* The table's own tools know the rows in sight alone. */
[data-testid="stDataFrame"] [data-testid="stElementToolbar"] {{ display: none; }}

[data-testid="stDialog"] h2 {{ font-size: 24px; font-weight: 650; }}
/* The dialogs' own "Close" is enough; Escape closes them too. */
[data-testid="stDialog"] button[aria-label="Close"] {{ display: none; }}
.st-key-arrange {{ border-top: 1px solid var(--explorer-border); padding-top: {SPACE_APART_PX}px; }}
{_WIDE}{_NARROW}"""
