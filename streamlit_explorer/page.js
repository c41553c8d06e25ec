// What Streamlit has no setting for: the name of one button, and a theme that the user chooses. Runs once a page.
(() => {
  // ---- the button that opens the left column in a narrow window -------------------------------------------------

  const header = document.querySelector('[data-testid="stHeader"]');
  const name = () => {
    // Streamlit calls it "Expand sidebar". It is there while the column is closed alone, hence the observer.
    const button = header.querySelector('[data-testid="stExpandSidebarButton"]');
    button?.setAttribute('aria-label', document.querySelector('[data-column-name]').dataset.columnName);
    // Streamlit remembers an opened column for the next visit, where it would lie over the page.
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith('stSidebarCollapsed')) localStorage.removeItem(key);
    }
  };
  new MutationObserver(name).observe(header, {childList: true, subtree: true});
  name();

  // ---- the theme -------------------------------------------------------------------------------------------------

  // Streamlit asks the system, and asks again when the page was printed. So the answer is changed, and it is told that
  // the page was printed: nothing runs on the server.
  const KEY = 'explorer-theme';
  const QUERY = '(prefers-color-scheme: dark)';
  const list = document.querySelector('.explorer-theme select');
  const askSystem = window.matchMedia.bind(window);
  window.matchMedia = query => {
    const answer = askSystem(query);
    if (query === QUERY && list.selectedIndex > 0) {
      Object.defineProperty(answer, 'matches', {value: list.value === 'Dark'});
    }
    return answer;
  };
  const apply = () => {
    // Lists and dialogs are drawn beside the app, where Streamlit sets no colour scheme.
    document.documentElement.style.colorScheme = list.selectedIndex > 0 ? list.value.toLowerCase() : '';
    window.dispatchEvent(new Event('afterprint'));
  };
  list.addEventListener('change', () => {
    localStorage.setItem(KEY, list.value);
    apply();
  });
  list.value = localStorage.getItem(KEY) ?? list.value;
  if (list.selectedIndex > 0) apply();
})();
