// Line and stem charts. A chart has {title, time, series: [{name, values, color, fill, dashed, stems}], unit, top}.
const chartHeight = 220;
const margin = { left: 68, right: 16, top: 10, bottom: 24 };

// A step of 1, 2 or 5 times a power of ten, or of two for bytes, so that there are about five of them.
function niceStep(span, binary) {
  const rough = span / 4;
  if (binary) return 2 ** Math.ceil(Math.log2(Math.max(rough, 1)));
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * [1, 2, 5, 10].find(factor => factor * power >= rough);
}

function timeStep(span) {
  const steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400];
  return steps.find(step => step >= span / 8) ?? niceStep(span, false);
}

class Chart {
  constructor(figure, spec) {
    this.figure = figure;
    this.spec = spec;
    this.index = -1;
    this.legend();
    this.svg = element("svg", { role: "img", tabindex: "0", height: chartHeight, "aria-label": this.label() });
    this.readout = element("p", { class: "readout", "aria-live": "polite" });
    figure.append(this.svg, this.readout);
    this.svg.addEventListener("pointermove", event => this.point(event));
    this.svg.addEventListener("pointerleave", () => this.show(-1));
    this.svg.addEventListener("keydown", event => this.key(event));
    new ResizeObserver(() => this.draw()).observe(figure);
    this.draw();
  }

  label() {
    return this.figure.querySelector("figcaption").firstChild.textContent +
      ". Left and right arrow keys read the values; the numbers are in the list below.";
  }

  legend() {
    const legend = element("span", { class: "legend" });
    for (const series of this.spec.series) {
      const line = element("i", { style: "color: var(--" + series.color + ")" });
      if (series.dashed) line.className = "dashed";
      legend.append(element("span", {}, line, series.name + (series.note ?? "")));
    }
    this.figure.querySelector("figcaption").append(legend);
  }

  draw() {
    const width = Math.max(this.svg.clientWidth || this.figure.clientWidth - 34, 200);
    this.svg.setAttribute("viewBox", "0 0 " + width + " " + chartHeight);
    this.svg.replaceChildren();
    const { time, series, top, binary } = this.spec;
    const end = Math.max(this.spec.end, 0.1);
    const step = niceStep(top, binary);
    this.x = seconds => margin.left + (width - margin.left - margin.right) * seconds / end;
    this.y = value => chartHeight - margin.bottom - (chartHeight - margin.top - margin.bottom) * Math.min(value / top, 1);
    for (let value = 0; value <= top; value += step) {
      const y = this.y(value);
      this.svg.append(
        element("line", { class: "grid", x1: margin.left, x2: width - margin.right, y1: y, y2: y }),
        element("text", { class: "tick", x: margin.left - 8, y: y + 4, "text-anchor": "end" }, this.spec.unit(value)));
    }
    for (let seconds = 0, step = timeStep(end); seconds <= end; seconds += step) {
      this.svg.append(element("text", { class: "tick", x: this.x(seconds), y: chartHeight - 6, "text-anchor": seconds === 0 ? "start" : "middle" }, format.time(seconds)));
    }
    for (const one of series) this.svg.append(...(one.stems ? this.stems(time, one) : this.line(time, one)));
    this.cursor = element("g", {});
    this.svg.append(this.cursor);
  }

  line(time, series) {
    const points = time.map((seconds, i) => this.x(seconds).toFixed(1) + " " + this.y(series.values[i]).toFixed(1));
    if (points.length === 0) return [];
    const path = "M" + points.join("L");
    const shapes = [];
    if (series.fill) {
      const base = "V" + this.y(0) + "H" + this.x(time[0]) + "Z";
      shapes.push(element("path", { d: path + base, style: "fill: var(--" + series.color + "-fill); stroke: none" }));
    }
    const style = "fill: none; stroke-width: 2; stroke-linejoin: round; stroke: var(--" + series.color + ")" + (series.dashed ? "; stroke-dasharray: 6 4" : "");
    shapes.push(element("path", { class: "series", d: path, style }));
    return shapes;
  }

  stems(time, series) {
    const color = "var(--" + series.color + ")";
    return time.flatMap((seconds, i) => series.values[i] === null ? [] : [
      element("line", { x1: this.x(seconds), x2: this.x(seconds), y1: this.y(0), y2: this.y(series.values[i]), style: "stroke: " + color }),
      element("circle", { class: "series", cx: this.x(seconds), cy: this.y(series.values[i]), r: 3, style: "fill: " + color }),
    ]);
  }

  point(event) {
    const box = this.svg.getBoundingClientRect();
    const x = event.clientX - box.left;
    let nearest = -1;
    let distance = Infinity;
    this.spec.time.forEach((seconds, i) => {
      if (Math.abs(this.x(seconds) - x) < distance) {
        distance = Math.abs(this.x(seconds) - x);
        nearest = i;
      }
    });
    this.show(nearest);
  }

  key(event) {
    const last = this.spec.time.length - 1;
    const jump = event.shiftKey ? 10 : 1;
    const moves = { ArrowRight: this.index + jump, ArrowLeft: this.index - jump, Home: 0, End: last };
    if (event.key === "Escape") return this.show(-1);
    if (!(event.key in moves) || last < 0) return;
    event.preventDefault();
    this.show(Math.max(0, Math.min(moves[event.key], last)));
  }

  show(index) {
    this.index = index;
    this.cursor.replaceChildren();
    this.readout.textContent = "";
    if (index < 0) return;
    const x = this.x(this.spec.time[index]);
    this.cursor.append(element("line", { class: "cursor", x1: x, x2: x, y1: margin.top, y2: chartHeight - margin.bottom }));
    const words = [format.time(this.spec.time[index])];
    for (const series of this.spec.series) {
      const value = series.values[index];
      if (value === null) continue;
      words.push(series.name + " " + this.spec.unit(value));
      this.cursor.append(element("circle", { cx: x, cy: this.y(value), r: 4, style: "fill: var(--" + series.color + "); stroke: var(--surface); stroke-width: 2" }));
    }
    if (this.spec.detail) words.push(this.spec.detail(index));
    this.readout.textContent = words.join(" \u00b7 ");
  }
}
