/* What needs no server: functions of the clientside callbacks, by name. */
(() => {
  // This file is loaded before Dash's renderer, which adds to the object that it finds.
  const dash_clientside = (window.dash_clientside = window.dash_clientside || {});
  const NOTHING = "\0"; // as ids.py has it
  const OTHER_PAGES = ["/report", "/about"]; // as layout.py has them
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const NO_OPTIONS = {
    colour: null,
    kind: "scatter",
    size: null,
    facet: null,
    animate: null,
    log_x: false,
    log_y: false,
    trend: false,
    select: false,
  };

  /* What the page knows of a component, by its id. */
  const prop = (id, name) => window.dash_component_api.getLayout(id)?.props?.[name];
  const panelsShown = () => prop("panels", "children") || [];
  const panelIds = () => panelsShown().map((panel) => panel.props.id.panel);
  /* Found by a walk through the panel: to look up a control by its id takes Dash up to a millisecond, and a page of 100
     panels has 600 of them. */
  const choicesIn = (panel) => {
    const found = {};
    const walk = (node) => {
      if (Array.isArray(node)) node.forEach(walk);
      if (!node?.props) return;
      const { id, value, data, children } = node.props;
      if (id?.type) found[id.type] = value ?? data;
      walk(children);
    };
    walk(panel);
    const { title, x, y, colour, kind, more } = found;
    return { title: title || "", x, y, colour: colour === NOTHING ? null : colour, kind, ...more };
  };
  const choicesOf = (id) => choicesIn(panelsShown().find((panel) => panel.props.id.panel === id));

  /* The button of a list that was clicked. One that comes or goes changes the list too, and then all others are told of
     with the clicks they had before. */
  const clicksSeen = new Map();
  const clickedNow = () => {
    const { triggered } = dash_clientside.callback_context;
    const clicked = triggered.find(({ prop_id, value }) => value && clicksSeen.get(prop_id) !== value);
    for (const { prop_id, value } of triggered) value ? clicksSeen.set(prop_id, value) : clicksSeen.delete(prop_id);
    return clicked && JSON.parse(clicked.prop_id.slice(0, clicked.prop_id.lastIndexOf(".")));
  };

  /* Wide tables of a text scroll by themselves; without a tab stop the keyboard could not. */
  function makeTablesReachable() {
    const page = document.getElementById("page");
    if (page.dataset.watched) return;
    page.dataset.watched = "true";
    const reach = () => page.querySelectorAll("table").forEach((table) => { table.tabIndex = 0; });
    new MutationObserver(reach).observe(page, { childList: true, subtree: true });
    reach();
  }

  /* As shared/address.py has it: what differs from the default panel at a place. */
  const changed = (choices, place, axes) => {
    const [x, y] = [axes[place % axes.length], axes[(place + 1) % axes.length]];
    const usual = { x, y, title: `${y} by ${x}`, ...NO_OPTIONS };
    return Object.fromEntries(Object.entries(choices).filter(([name, value]) => value !== usual[name]));
  };
  const shortened = (filter) => {
    const others = (filter.others || []).map(shortened);
    const told = Object.entries({ ...filter, others });
    return Object.fromEntries(told.filter(([, value]) => value !== null && !same(value, [])));
  };

  function addresses() {
    const dataset = prop("entry", "data");
    if (!dataset) return;
    const filter = prop("filter", "data");
    const filtered = filter ? { filter: shortened(filter) } : {};
    const rows = new URLSearchParams({ dataset, view: JSON.stringify(filtered) });
    if (prop("defuse", "value")) rows.set("defuse", "1");
    document.getElementById("csv").href = `/rows.csv?${rows}`;
    if (window.location.pathname !== "/") return;
    const axes = prop("axes", "data");
    const panels = panelsShown().map((panel, place) => changed(choicesIn(panel), place, axes));
    const view = { ...(panels.some((panel) => Object.keys(panel).length) ? { panels } : {}), ...filtered };
    const page = new URLSearchParams({ dataset, panels: panels.length });
    if (Object.keys(view).length) page.set("view", JSON.stringify(view));
    // Replaced and not pushed: "back" leads to the page before, not to each choice made on this one.
    window.history.replaceState(window.history.state, "", `/?${page}`);
  }
  let waiting = null;
  const writeAddresses = () => {
    // Once for many changes, and after what the user waits for.
    window.clearTimeout(waiting);
    waiting = window.setTimeout(addresses, 100);
  };

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

    askForPanel(add, duplicate, given, copied, limit) {
      const isCopy = dash_clientside.callback_context.triggered_id === "duplicate";
      if (panelIds().length >= limit.panels) return [dash_clientside.no_update, dash_clientside.no_update];
      return [{ panel: given, like: isCopy ? choicesOf(copied) : null }, given + 1];
    },

    movePanel(earlier, later, children, panel) {
      const place = children.findIndex((child) => child.props.id.panel === panel);
      const other = dash_clientside.callback_context.triggered_id === "earlier" ? place - 1 : place + 1;
      if (place < 0 || !(other in children)) return dash_clientside.no_update;
      const moved = [...children];
      [moved[place], moved[other]] = [moved[other], moved[place]];
      return moved;
    },

    openOptions(clicks, columns, sizes, facets, animations, dataset, filter) {
      const clicked = clickedNow();
      if (!clicked) return Array(14).fill(dash_clientside.no_update);
      const { panel } = clicked;
      const more = prop({ type: "more", panel }, "data");
      const view = { panels: [choicesOf(panel)], ...(filter ? { filter: shortened(filter) } : {}) };
      const address = new URLSearchParams({ dataset, view: JSON.stringify(view) });
      return [
        true,
        panel,
        [sizes[0], ...columns.slice(1)],
        [facets[0], ...columns.slice(1)],
        [animations[0], ...columns.slice(1)],
        more.size ?? NOTHING,
        more.facet ?? NOTHING,
        more.animate ?? NOTHING,
        more.log_x,
        more.log_y,
        more.trend,
        more.select,
        `/chart.html?${address}`,
        `/chart.py?${address}`,
      ];
    },

    closeOptions(apply, close, duplicate, earlier, later, panel, ...choices) {
      if (dash_clientside.callback_context.triggered_id === "apply") {
        const column = (value) => (value === NOTHING ? null : value);
        const [size, facet, animate] = choices.slice(0, 3).map(column);
        const [log_x, log_y, trend, select] = choices.slice(3).map(Boolean);
        const data = { size, facet, animate, log_x, log_y, trend, select };
        if (!same(data, prop({ type: "more", panel }, "data"))) {
          dash_clientside.set_props({ type: "more", panel }, { data });
        }
        writeAddresses();
      }
      return false;
    },

    /* A box over a chart whose option says so: what it spans goes to the server, which knows what that selects. */
    select(drawn) {
      const chart = dash_clientside.callback_context.triggered_id;
      // Told of new charts too, over which nothing is drawn yet.
      if (drawn?.range && prop({ type: "more", panel: chart.panel }, "data").select) {
        dash_clientside.set_props("selected", { data: { panel: choicesOf(chart.panel), box: drawn.range } });
      }
      return dash_clientside.no_update;
    },

    toggleReading: () => dash_clientside.callback_context.triggered_id === "reread-open",

    fold(clicks, className) {
      const isOpen = !className.includes(" explorer-open");
      return [isOpen ? `${className} explorer-open` : className.replace(" explorer-open", ""), String(isOpen)];
    },

    /* The explorer stays as it is while another page is shown; what that page says comes from the server. */
    openPage(path) {
      const isOther = OTHER_PAGES.includes(path);
      // Dash's link takes no aria attribute.
      window.requestAnimationFrame(() => {
        for (const link of document.querySelectorAll(".explorer-nav a")) {
          const isCurrent = link.pathname === (isOther ? path : "/");
          if (isCurrent) link.setAttribute("aria-current", "page");
          else link.removeAttribute("aria-current");
        }
      });
      if (isOther) makeTablesReachable();
      return [!isOther, isOther, isOther ? path : dash_clientside.no_update];
    },

    setTheme(theme) {
      document.documentElement.dataset.theme = theme;
    },

    writeAddress: () => writeAddresses(),

    /* Nothing chosen, no other filters; and told so, lest the filter before be kept as one of the others. */
    clearFilter: () => [NOTHING, [], {}],

    removeFilter(clicks, others) {
      const clicked = clickedNow();
      return clicked ? others.filter((other) => other.column !== clicked.label) : dash_clientside.no_update;
    },

    /* The filter goes to the store, or, where it cannot be right, to the server for the words that say why. */
    commitFilter(column, minimum, maximum, start, end, values, contains, others, before) {
      const bounds = {
        minimum: minimum ?? null,
        maximum: maximum ?? null,
        start: start || null,
        end: end || null,
        contains: contains || null,
      };
      const isOpen = Object.values(bounds).every((bound) => bound === null) && !(values || []).length;
      const isShown = column !== NOTHING && !isOpen;
      const own = isShown ? { column, ...bounds, values: values || [] } : {};
      const filter = isShown || others.length ? { ...own, others } : null;
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
    askForTable(tab, dataset, filter, search, sort, descending, page, before) {
      if (tab !== "Table" || !dataset) return dash_clientside.no_update;
      const rows = { dataset, filter: filter ?? null, search: search || "", sort, descending: !!descending };
      const { page: open, ...rowsBefore } = before || {};
      const asks = { ...rows, page: same(rows, rowsBefore) ? page : 1 };
      return same(asks, before) ? dash_clientside.no_update : asks;
    },

    askForProfile(tab, dataset, filter, before) {
      if (tab !== "Profile" || !dataset) return dash_clientside.no_update;
      const asks = { dataset, filter: filter ?? null };
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

  /* A choice in a panel is part of the address. Not a callback: Dash would look up the inputs of all panels for each. */
  document.addEventListener("change", (event) => {
    if (event.target.closest("#panels")) writeAddresses();
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
