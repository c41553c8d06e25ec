/* The interactive charts of the report page: one chart a tier, Dash beside Streamlit, and the same figures as a table. */
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const form = document.getElementById("choices");
  const charts = document.getElementById("charts");
  const measures = Object.fromEntries(data.measures.map((m) => [m.field, m]));
  const dark = window.matchMedia("(prefers-color-scheme: dark)");

  const fill = (name, options) => {
    form.elements[name].replaceChildren(...options.map(([value, text]) => new Option(text, value)));
  };
  const ticked = () => [...form.querySelectorAll("#tiers input:checked")].map((box) => box.value);
  const unique = (values) => [...new Set(values)];

  /* Cells of the chosen scenario that differ from the base only along the chosen axis. */
  function matching(arm) {
    const scenario = form.elements.scenario.value;
    const across = form.elements.across.value;
    const fixed = across === "panels" ? "rows" : "panels";
    return data.cells.filter((c) =>
      c.scenario === scenario && c.arm === arm && c[fixed] === data.base[fixed] &&
      c.rtt_ms === data.base.rtt_ms && c.users === data.base.users);
  }

  function atPosition(cells) {
    const position = form.elements.position.value;
    const found = cells.filter((c) => c.position === null || c.position === position);
    /* On a page of one panel every position is the same panel. */
    const has = new Set(found.map((c) => [c.framework, c.tier, c.panels, c.rows].join()));
    const single = cells.filter((c) => c.panels === 1 && !has.has([c.framework, c.tier, c.panels, c.rows].join()));
    return [...found, ...single];
  }

  function selected(arm) {
    const across = form.elements.across.value;
    return atPosition(matching(arm)).sort((a, b) => a[across] - b[across]);
  }

  function offerPositions() {
    const before = form.elements.position.value || data.base.position;
    const places = unique(matching("default").map((c) => c.position).filter((p) => p !== null));
    const order = ["first", "middle", "last"];
    const list = order.filter((p) => places.includes(p));
    fill("position", list.length ? list.map((p) => [p, p]) : [["", "whole page"]]);
    form.elements.position.disabled = list.length < 2;
    if (list.includes(before)) form.elements.position.value = before;
    else if (list.includes(data.base.position)) form.elements.position.value = data.base.position;
  }

  function trace(cells, framework, measure, arm) {
    const across = form.elements.across.value;
    const found = cells.filter((c) => c.framework === framework && c.values[measure.field]);
    const style = arm === "default" ? data.styles[framework] : data.styles.arm;
    const value = (c, key) => c.values[measure.field][key];
    return {
      type: "scatter", mode: "lines+markers", name: style.name,
      x: found.map((c) => c[across]), y: found.map((c) => value(c, "value")),
      text: found.map((c) => value(c, "text")),
      hovertemplate: `${style.name}, %{x:,} ${across}<br>%{text}<extra></extra>`,
      line: { color: style.colour, dash: style.dash, width: 2 },
      marker: { color: style.colour, symbol: style.symbol, size: 8 },
      error_y: {
        type: "data", symmetric: false, thickness: 1.5, width: 4, color: style.colour,
        array: found.map((c) => (value(c, "high") ?? value(c, "value")) - value(c, "value")),
        arrayminus: found.map((c) => value(c, "value") - (value(c, "low") ?? value(c, "value"))),
      },
    };
  }

  function failures(cells) {
    const across = form.elements.across.value;
    const log = form.elements.log.checked || across === "rows";
    const colour = getComputedStyle(document.documentElement).getPropertyValue("--explorer-danger").trim();
    return cells.filter((c) => c.failed).map((c, place) => ({
      x: log ? Math.log10(c[across]) : c[across], y: 0.98 - 0.08 * (place % 3), yref: "paper", xanchor: "right",
      text: `${data.styles[c.framework].name} failed`, showarrow: false, font: { color: colour, size: 14 },
      hovertext: c.failed,
    }));
  }

  function axis(text, log) {
    return {
      ...data.layout.xaxis, title: { text, standoff: 8 }, type: log ? "log" : "linear", automargin: true,
      rangemode: "tozero", fixedrange: true,
    };
  }

  function draw() {
    const measure = measures[form.elements.measure.value];
    const across = form.elements.across.value;
    const log = form.elements.log.checked;
    const all = selected("default");
    const others = form.elements.arm.checked ? selected("gc_off") : [];
    document.querySelector("#key .key-arm").hidden = !others.length;
    const tiers = ticked();
    const shown = [...all, ...others].filter((c) => tiers.includes(c.tier) && c.values[measure.field]);
    /* A very wide interval is cut off by the edge, or the medians would lie flat on the axis. */
    const values = shown.map((c) => c.values[measure.field]);
    const top = Math.max(...values.map((v) => Math.min(v.high ?? v.value, 2 * v.value)), 0);
    const low = Math.min(...values.map((v) => Math.max(v.low ?? v.value, v.value / 2)));
    const range = log && low > 0 ? [Math.log10(low * 0.8), Math.log10(top * 1.25)] : [0, top * 1.05 || 1];
    const unit = measure.unit ? `, ${measure.unit}` : "";
    const ticks = unique(all.map((c) => c[across]));
    for (const old of charts.querySelectorAll(".plot")) Plotly.purge(old);
    charts.replaceChildren(...tiers.map((tier) => {
      const figure = document.createElement("figure");
      const caption = document.createElement("figcaption");
      caption.textContent = `${tier[0].toUpperCase()}${tier.slice(1)}`;
      const plot = document.createElement("div");
      plot.className = "plot";
      plot.role = "img";
      plot.ariaLabel = `${measure.label} by ${across}, ${tier} tier; the figures are in the table below`;
      figure.append(caption, plot);
      return figure;
    }));
    tiers.forEach((tier, place) => {
      const cells = all.filter((c) => c.tier === tier);
      const traces = ["dash", "streamlit"].map((f) => trace(cells, f, measure, "default"));
      if (others.length) traces.push(trace(others.filter((c) => c.tier === tier), "streamlit", measure, "gc_off"));
      const x = axis(across, log || across === "rows");
      Plotly.newPlot(charts.querySelectorAll(".plot")[place], traces, {
        ...data.layout, title: undefined, margin: { l: 56, r: 16, t: 16, b: 48 }, showlegend: false,
        annotations: failures(cells),
        xaxis: { ...x, tickvals: ticks, ticktext: ticks.map((t) => t.toLocaleString("en-GB", { notation: "compact" })) },
        yaxis: { ...axis(`${measure.short}${unit}`, log), range },
      }, { ...data.config, displayModeBar: false, responsive: true });
    });
    list(all, others, tiers, measure, across);
  }

  function list(all, others, tiers, measure, across) {
    const table = document.querySelector("#shown table");
    const unit = measure.unit ? ` (${measure.unit})` : "";
    const scenario = form.elements.scenario.selectedOptions[0].textContent;
    table.caption.firstChild.textContent = `${scenario}: ${measure.label}${unit}, medians with 95 % intervals.`;
    const columns = tiers.flatMap((tier) => [
      [`${tier}, Dash`, all, tier, "dash"], [`${tier}, Streamlit`, all, tier, "streamlit"],
      ...(others.length ? [[`${tier}, Streamlit, garbage collection off`, others, tier, "streamlit"]] : []),
    ]);
    const cell = (tag, text, scope) => {
      const found = document.createElement(tag);
      found.textContent = text;
      if (scope) found.scope = scope;
      return found;
    };
    const row = (cells) => {
      const found = document.createElement("tr");
      found.append(...cells);
      return found;
    };
    table.tHead.replaceChildren(row([cell("th", across, "col"), ...columns.map(([name]) => cell("th", name, "col"))]));
    table.tBodies[0].replaceChildren(...unique(all.map((c) => c[across])).map((x) => row([
      cell("th", x.toLocaleString("en-GB"), "row"),
      ...columns.map(([, cells, tier, framework]) => {
        const found = cells.find((c) => c.tier === tier && c.framework === framework && c[across] === x);
        return cell("td", !found ? "–" : found.failed ? "failed" : found.values[measure.field]?.text ?? "–");
      }),
    ])));
  }

  function offerAxes() {
    const before = form.elements.across.value;
    const scenario = form.elements.scenario.value;
    const cells = data.cells.filter((c) => c.scenario === scenario && c.arm === "default");
    const many = (axisName, fixed) =>
      unique(cells.filter((c) => c[fixed] === data.base[fixed]).map((c) => c[axisName])).length > 1;
    const offers = [["panels", "rows"], ["rows", "panels"]].filter(([a, fixed]) => many(a, fixed)).map(([a]) => a);
    const list = offers.length ? offers : ["panels"];
    fill("across", list.map((a) => [a, a]));
    form.elements.across.disabled = list.length < 2;
    if (list.includes(before)) form.elements.across.value = before;
  }

  fill("scenario", data.scenarios);
  fill("measure", data.measures.map((m) => [m.field, m.label]));
  document.getElementById("tiers").append(...data.tiers.map((tier) => {
    const label = document.createElement("label");
    label.className = "tick";
    const box = document.createElement("input");
    Object.assign(box, { type: "checkbox", value: tier, checked: data.headline.includes(tier) });
    label.append(box, tier);
    return label;
  }));
  document.getElementById("arm-choice").hidden = !data.cells.some((c) => c.arm === "gc_off");
  offerAxes();
  offerPositions();
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", (event) => {
    if (event.target.name === "scenario") offerAxes();
    if (event.target.name === "scenario" || event.target.name === "across") offerPositions();
    draw();
  });
  dark.addEventListener("change", draw);
  draw();
})();
