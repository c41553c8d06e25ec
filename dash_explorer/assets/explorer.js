/* What needs no server: functions of the clientside callbacks, by name. */
(() => {
  // This file is loaded before Dash's renderer, which adds to the object that it finds.
  const dash_clientside = (window.dash_clientside = window.dash_clientside || {});
  const NOTHING = "\0"; // as ids.py has it
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

  dash_clientside.explorer = {
    openTab(clicks, tabs) {
      const { label } = dash_clientside.callback_context.triggered_id;
      const isOpen = tabs.map((tab) => tab.label === label);
      return [label, isOpen.map(String), isOpen.map((open) => (open ? 0 : -1)), isOpen.map((open) => !open)];
    },

    limitPanels(children, hasDataset, limit) {
      const isFull = (children || []).length >= limit.panels;
      return [isFull || !hasDataset, isFull ? limit.reason : ""];
    },

    removePanel(clicks, children) {
      // A panel that comes or goes changes the list of buttons too: without a value that is no click.
      const clicked = dash_clientside.callback_context.triggered.filter((button) => button.value);
      // Two quick clicks may come in one call. Removed from the last one on, so that no place moves before its turn.
      const places = clicked
        .map((button) => JSON.parse(button.prop_id.slice(0, button.prop_id.lastIndexOf("."))).panel)
        .map((id) => children.findIndex((panel) => panel.props.id.panel === id))
        .filter((place) => place >= 0)
        .sort((one, other) => other - one);
      if (!places.length) return dash_clientside.no_update;
      return places.reduce((patch, place) => patch.delete([place]), new dash_clientside.Patch()).build();
    },

    clearFilter: () => NOTHING,

    /* The filter goes to the store, or, where it cannot be right, to the server for the words that say why. */
    commitFilter(column, minimum, maximum, start, end, values, before) {
      const bounds = { minimum: minimum ?? null, maximum: maximum ?? null, start: start || null, end: end || null };
      const isOpen = Object.values(bounds).every((bound) => bound === null) && !(values || []).length;
      const filter = column !== NOTHING && !isOpen ? { column, ...bounds, values: values || [] } : null;
      const crossed = (low, high) => low !== null && high !== null && low > high;
      if (filter && (crossed(bounds.minimum, bounds.maximum) || crossed(bounds.start, bounds.end))) {
        return [dash_clientside.no_update, filter];
      }
      dash_clientside.set_props("alert", { children: null });
      return [same(filter, before ?? null) ? dash_clientside.no_update : filter, dash_clientside.no_update];
    },

    /* As shared/traces.py `literal` has it: what was typed is no markup. */
    renameTitle(title) {
      const text = (title || "").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
      return new dash_clientside.Patch().assign(["layout", "title", "text"], text).build();
    },

    /* A tab asks for its content while it is open, and only where that has changed since it asked. */
    askForTable(tab, dataset, filter, page, before) {
      if (tab !== "Table" || !dataset) return dash_clientside.no_update;
      const isOther = !before || before.dataset !== dataset || !same(before.filter, filter ?? null);
      const asks = { dataset, filter: filter ?? null, page: isOther ? 1 : page };
      return same(asks, before) ? dash_clientside.no_update : asks;
    },

    askForSummary(tab, dataset, filter, before) {
      if (tab !== "Summary" || !dataset) return dash_clientside.no_update;
      const asks = { dataset, filter: filter ?? null };
      return same(asks, before) ? dash_clientside.no_update : asks;
    },
  };

  /* Left, right, home and end move through the tabs, as through any list of tabs. */
  document.addEventListener("keydown", (event) => {
    if (event.target.role !== "tab") return;
    const tabs = [...event.target.parentElement.children];
    const place = tabs.indexOf(event.target);
    const places = { ArrowLeft: place - 1, ArrowRight: place + 1, Home: 0, End: -1 };
    if (!(event.key in places)) return;
    const tab = tabs.at(places[event.key] % tabs.length);
    tab.focus();
    tab.click();
    event.preventDefault();
  });

  /* Dash's upload is an input without a name. It stays the same element as long as the page lives. */
  new MutationObserver((_, observer) => {
    const input = document.querySelector("#upload input");
    const words = input?.parentElement.querySelector("span"); // may come a moment later than the input
    if (!words) return;
    input.setAttribute("aria-label", words.textContent);
    observer.disconnect();
  }).observe(document, { childList: true, subtree: true });
})();
