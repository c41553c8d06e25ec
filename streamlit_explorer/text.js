// Wide tables of a text scroll by themselves: the keyboard must reach them, too.
(() => {
  const text = document.querySelector('.st-key-text');
  const reach = () => {
    for (const table of text.querySelectorAll('table')) table.tabIndex = 0;
  };
  // Streamlit loads what draws Markdown when there is some to draw.
  new MutationObserver(reach).observe(text, {childList: true, subtree: true});
  reach();
})();
