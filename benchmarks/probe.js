// The clock in the page. Installed before any script of the page; knows Plotly and the expected answers, no framework.
//
//   response  input event -> the frame that paints the expected answer of every acted-on panel
//   settled   input event -> the frame that paints the last of: every expected answer shown, framework idle, last
//             `plotly_afterplot`. Decided after a quiet tail, which is not part of the time.
//
// Start is the trusted input event's own timeStamp (a page load: the navigation's start, 0 on this clock).
// An answer counts as shown when Plotly has *finished* a plot of it: `layout` already holds it when drawing begins.
//
// What the page may not notice: nothing is polled while the page waits for its server. A MutationObserver and the
// `plotly_afterplot` of each chart ask for one frame; only in that frame are the open answers compared (cheap reads, no
// layout), and the paint is taken by requestAnimationFrame + MessageChannel. Frames are asked for in a row only
// between "all answers shown" and "framework idle".
(() => {
  'use strict';
  if (window.top !== window || window.__probe) return;

  const now = () => performance.now();
  const CHART = '.js-plotly-plot';
  // A native list takes its keys in a window of its own: of a choice there the page sees `input` first, about 1 ms after
  // the key press (measured), and no Event Timing entry.
  const START_EVENTS = ['keydown', 'click', 'input', 'change'];
  // A change of title alone restyles the chart: Plotly then reports the end of the call, but no `afterplot`.
  const PLOT_EVENTS = ['plotly_afterplot', 'plotly_react', 'plotly_relayout', 'plotly_restyle'];
  const TAIL_CHECK_MS = 25;

  let task = null; // the interaction being timed
  let frameAsked = false;
  let lostContext = false;

  // ---- charts -------------------------------------------------------------------------------------------------

  const titleText = (part) => (part && part.title && (typeof part.title === 'string' ? part.title : part.title.text)) || '';

  const answerOf = (layout) => {
    const meta = (layout && layout.meta) || {};
    return [titleText(layout), titleText(layout && layout.xaxis), titleText(layout && layout.yaxis), meta.panel, meta.x,
      meta.y, meta.matched, meta.drawn].join('|');
  };

  const drawn = new WeakMap(); // chart -> the answer of its last finished plot

  const hook = (chart) => {
    if (!chart || drawn.has(chart) || typeof chart.on !== 'function') return;
    drawn.set(chart, null);
    for (const name of PLOT_EVENTS) {
      chart.on(name, () => {
        drawn.set(chart, answerOf(chart.layout));
        if (!task) return;
        if (name === 'plotly_afterplot') task.afterplots += 1;
        task.lastPlot = now();
        askFrame();
      });
    }
  };

  const hookWithin = (node) => {
    if (node.nodeType !== Node.ELEMENT_NODE || node instanceof SVGElement) return;
    // Plotly's first child of a chart; the chart's own class comes as an attribute, which is not watched.
    if (node.classList.contains('plot-container')) hook(node.parentElement);
    else if (node.firstElementChild) node.querySelectorAll(CHART).forEach(hook);
    if (node.classList.contains('js-plotly-plot')) hook(node);
  };

  const watch = () => {
    // Attributes are left out: a plot sets tens of thousands of them, and none is an answer.
    new MutationObserver((records) => {
      for (const record of records) for (const node of record.addedNodes) hookWithin(node);
      if (task && task.start !== null) askFrame();
    }).observe(document, {subtree: true, childList: true, characterData: true});
  };

  // ---- answers ------------------------------------------------------------------------------------------------

  const textOf = (selector) => {
    const element = document.querySelector(selector);
    return element ? element.textContent.trim() : null;
  };

  // Null as well where no caption is expected: then none is looked for.
  const captionOf = (panel) => (panel.caption === null ? null : textOf(panel.captionSelector));

  const chartOf = (panel) => {
    const card = document.querySelector(panel.selector);
    return card && card.querySelector(CHART);
  };

  // Null when shown, else what is missing.
  const missingOf = (panel) => {
    if (panel.answer !== null) {
      const chart = chartOf(panel);
      if (!chart) return 'no chart';
      const shown = drawn.get(chart);
      if (shown !== panel.answer) return `chart shows "${shown}", not "${panel.answer}"`;
    }
    const caption = captionOf(panel);
    return caption === panel.caption ? null : `caption reads "${caption}", not "${panel.caption}"`;
  };

  const missingText = (text) => {
    const shown = textOf(text.selector);
    return shown === text.expected ? null : `"${text.selector}" reads "${shown}", not "${text.expected}"`;
  };

  // ---- frames -------------------------------------------------------------------------------------------------

  const askFrame = () => {
    if (frameAsked) return;
    frameAsked = true;
    requestAnimationFrame(onFrame);
  };

  const WEBGL_CANVAS = '.gl-canvas:not(.gl-canvas-pick)';

  const readBack = (canvas, width, height) => {
    const copy = new OffscreenCanvas(width, height).getContext('2d');
    copy.drawImage(canvas, 0, 0);
    return copy.getImageData(0, 0, width, height).data;
  };

  // WebGL is drawn behind the page's back, 100,000 points without a graphics card for a second and more (measured): the
  // frame holds them only if that is over. To read one pixel back waits for it, as the paint would have to.
  const finishWebGl = () => document.querySelectorAll(WEBGL_CANVAS).forEach((canvas) => {
    if (canvas.width > 0 && canvas.height > 0) readBack(canvas, 1, 1);
  });

  // Called in a frame.
  const afterPaint = (then) => {
    finishWebGl();
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      channel.port1.close();
      then(now());
    };
    channel.port2.postMessage(0);
  };

  const onFrame = () => {
    frameAsked = false;
    if (!task || task.start === null) return;
    const current = task;
    if (current.timedOut) return;
    current.open = current.open.filter((panel) => missingOf(panel) !== null);
    if (current.response === null && !current.open.some((panel) => panel.acted) && !current.responseAsked) {
      current.responseAsked = true;
      afterPaint((at) => { current.response = at; });
    }
    if (current.open.length > 0) return;
    current.openTexts = current.openTexts.filter((text) => missingText(text) !== null);
    if (current.openTexts.length > 0) return;
    if (!window.__probeIdle()) {
      current.candidate = null;
      askFrame();
      return;
    }
    // A mutation alone (a tooltip, a status widget that fades) moves nothing: only a plot or the framework's work does.
    if (current.candidate === null || current.lastPlot > current.candidate.at) {
      const candidate = {at: now(), painted: null};
      current.candidate = candidate;
      afterPaint((at) => {
        candidate.painted = at;
        tail(current, candidate);
      });
    }
  };

  const tail = (current, candidate) => {
    if (task !== current || current.candidate !== candidate) return;
    if (!window.__probeIdle()) {
      current.candidate = null;
      askFrame();
    } else if (now() - candidate.painted >= current.spec.quietMs) {
      finish(current, candidate.painted);
    } else {
      setTimeout(tail, TAIL_CHECK_MS, current, candidate);
    }
  };

  // ---- the end ------------------------------------------------------------------------------------------------

  const CRC = (() => {
    const table = new Uint32Array(256);
    for (let n = 0; n < 256; n++) {
      let c = n;
      for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
      table[n] = c >>> 0;
    }
    return table;
  })();

  const crc32 = (bytes, crc) => {
    let c = crc ^ 0xffffffff;
    for (const byte of bytes) c = CRC[(c ^ byte) & 0xff] ^ (c >>> 8);
    return (c ^ 0xffffffff) >>> 0;
  };

  const bytesOf = (values) => {
    if (ArrayBuffer.isView(values)) return new Uint8Array(Float64Array.from(values).buffer);
    if (values.every((value) => typeof value === 'number')) return new Uint8Array(Float64Array.from(values).buffer);
    return new TextEncoder().encode(values.map((value) => (value === null ? '' : String(value))).join('\u001f'));
  };

  // The coordinates that Plotly drew, not those that it was sent.
  const checksumOf = (chart) => {
    let crc = 0;
    for (const trace of chart._fullData) for (const axis of ['x', 'y']) crc = crc32(bytesOf(trace[axis]), crc);
    return crc;
  };

  const isDrawnOn = (canvas) =>
    canvas.width > 0 && canvas.height > 0 && readBack(canvas, canvas.width, canvas.height).some((value) => value > 0);

  // WebGL leaves no element to count: the points of its traces are there if anything is on a canvas.
  const pointsInWebGl = (chart) => {
    const traces = chart._fullData.filter((trace) => trace.type === 'scattergl');
    const canvases = [...chart.querySelectorAll(WEBGL_CANVAS)];
    if (traces.length === 0 || !canvases.some(isDrawnOn)) return 0;
    const isPoint = (x, y) => Number.isFinite(x) && Number.isFinite(y);
    return traces.reduce((sum, {x, y}) => x.reduce((found, value, i) => found + isPoint(value, y[i]), sum), 0);
  };

  const pointsOf = (chart) =>
    chart.querySelectorAll('.scatterlayer .points path.point').length + pointsInWebGl(chart);

  // Looks at everything once more, after the time is taken: first what is wrong, else what is shown.
  const verify = (current) => {
    const problems = [];
    if (lostContext) problems.push('the page lost a WebGL context');
    for (const alert of document.querySelectorAll('[role="alert"]')) {
      const text = alert.textContent.trim();
      if (text) problems.push(`alert: ${text.slice(0, 200)}`);
    }
    const panels = current.spec.panels.map((panel) => {
      const missing = missingOf(panel);
      if (missing) problems.push(`panel ${panel.place}: ${missing}`);
      const caption = captionOf(panel);
      if (panel.answer === null) return {place: panel.place, answer: null, caption, checksum: null};
      const chart = chartOf(panel);
      if (missing || !chart) return {place: panel.place, answer: (chart && drawn.get(chart)) || null, caption, checksum: null};
      const title = chart.querySelector('.gtitle');
      if ((title ? title.textContent : '') !== titleText(chart.layout)) problems.push(`panel ${panel.place}: title not drawn`);
      const points = pointsOf(chart);
      if (points !== panel.points) problems.push(`panel ${panel.place}: ${points} points on the chart, not ${panel.points}`);
      return {place: panel.place, answer: drawn.get(chart), caption, checksum: panel.awaited ? checksumOf(chart) : null};
    });
    for (const text of current.spec.texts) {
      const missing = missingText(text);
      if (missing) problems.push(missing);
    }
    return {problems, panels};
  };

  const round = (ms) => (ms === null ? null : Math.round(ms * 1000) / 1000);

  const finish = (current, settled) => {
    task = null;
    clearTimeout(current.timer);
    const since = (at) => (at === null ? null : round(at - current.start));
    const {problems, panels} = verify(current);
    // What was still missing when the time was up has been said already.
    if (current.timedOut) problems.length = 0;
    current.resolve({
      problems: current.problems.concat(problems),
      panels,
      startWallMs: performance.timeOrigin + current.start,
      eventType: current.eventType,
      responseMs: since(current.response),
      settledMs: since(settled),
      inpMs: current.inputs.length ? Math.max(...current.inputs) : null,
      longTasksMs: round(current.longTasks.filter((entry) => entry.startTime < settled)
        .reduce((sum, entry) => sum + entry.duration, 0)),
      afterplots: current.afterplots,
    });
  };

  const timeOut = (current) => {
    if (task !== current) return;
    current.timedOut = true;
    const waited = current.start === null
      ? ['no trusted input event arrived']
      : [...current.open.map((panel) => `panel ${panel.place}: ${missingOf(panel)}`),
        ...current.openTexts.map(missingText)].filter((reason) => reason);
    if (waited.length === 0) waited.push(window.__probeIdle() ? 'the page never came to rest' : 'the framework never became idle');
    current.problems.push(`timed out after ${current.spec.timeoutMs} ms: ${waited.slice(0, 3).join('; ')}`
      + (waited.length > 3 ? `; and ${waited.length - 3} more` : ''));
    if (current.start === null) current.start = now();
    finish(current, null);
  };

  // ---- the beginning ------------------------------------------------------------------------------------------

  const begin = (spec, start) => {
    task = {
      spec, start, eventType: start === null ? null : 'navigation',
      open: spec.panels.filter((panel) => panel.awaited), openTexts: spec.texts.slice(),
      response: null, responseAsked: false, candidate: null, lastPlot: 0, afterplots: 0,
      inputs: [], longTasks: [], problems: [], timedOut: false, resolve: null, promise: null,
    };
    const current = task;
    current.promise = new Promise((resolve) => { current.resolve = resolve; });
    current.timer = setTimeout(timeOut, spec.timeoutMs, current);
  };

  const onInput = (event) => {
    if (!task || task.start !== null) return;
    if (!event.isTrusted) {
      task.problems.push(`the first input event ("${event.type}") was made by a script`);
    }
    task.start = event.timeStamp;
    task.eventType = event.type;
    // The answer may be there without a further mutation, so one frame is always looked at.
    askFrame();
  };
  for (const type of START_EVENTS) window.addEventListener(type, onInput, {capture: true, passive: true});

  document.addEventListener('webglcontextlost', () => { lostContext = true; }, true);

  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      // A key press is several events of one interaction, which begins with the one that started the clock.
      if (task && task.start !== null && entry.interactionId && Math.abs(entry.startTime - task.start) < 1) {
        task.inputs.push(entry.duration);
      }
    }
  }).observe({type: 'event', durationThreshold: 16});
  new PerformanceObserver((list) => {
    if (task && task.start !== null) {
      task.longTasks.push(...list.getEntries().filter((entry) => entry.startTime + entry.duration > task.start));
    }
  }).observe({type: 'longtask'});

  window.__probe = {
    // Waits for the next input event and times what follows it.
    arm(spec) {
      if (task) throw new Error('an interaction is already being timed');
      const early = spec.panels.filter((panel) => panel.awaited && missingOf(panel) === null);
      if (early.length) throw new Error(`panel ${early[0].place} shows the answer before the action`);
      begin(spec, null);
      this.promise = task.promise;
    },
    result() { return this.promise; },
  };

  watch();
  if (window.__probeNavigation) {
    begin(window.__probeNavigation, 0);
    window.__probe.promise = task.promise;
  }
})();
