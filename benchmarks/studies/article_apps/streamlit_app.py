"""The article's explorer in Streamlit: upload, two lists, one chart of all rows, a summary, in one flat script.

The pattern of the comparison article: nothing is kept, so that every change loads the file again and draws and
describes every row. Imports shared and Streamlit alone; ``streamlit run`` serves it.
"""

import plotly.express as px
import streamlit as st

from shared import counters
from shared.data_loading import CsvLoadError, load_csv
from shared.explorer_spec import APP_TITLE, LABEL_UPLOAD, LABEL_X, LABEL_Y, TAB_SUMMARY

counters.add("full_runs")
st.title(APP_TITLE)
file = st.file_uploader(LABEL_UPLOAD, type=["csv"])
if file is not None:
    try:
        frame = load_csv(file, name=file.name).frame
    except CsvLoadError as error:
        st.error(str(error))
        st.stop()
    x = st.selectbox(LABEL_X, frame.columns)
    y = st.selectbox(LABEL_Y, frame.columns)
    counters.add("figures_built")
    st.plotly_chart(px.scatter(frame, x=x, y=y))
    st.write(TAB_SUMMARY, frame.describe())
