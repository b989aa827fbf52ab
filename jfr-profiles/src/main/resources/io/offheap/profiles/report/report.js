// Puts charts, flame graph and sorting where the page has places for them.
const data = JSON.parse(document.getElementById("data").textContent);
const timeline = data.timeline;

const most = (...lists) => lists.reduce((top, list) => list.reduce((a, b) => Math.max(a, b), top), 0);
const end = most(timeline.time, timeline.growths.map(growth => growth[0]));

// Values per second, from sums between two points in time.
function rates(values) {
  const rates = values.map((value, i) => i === 0 ? 0 : value / Math.max(timeline.time[i] - timeline.time[i - 1], 1e-3));
  // The first one has nothing before it to be measured from.
  if (rates.length > 1) rates[0] = rates[1];
  return rates;
}

function memory() {
  const top = most(timeline.committed, timeline.used);
  const limit = most(timeline.limit);
  const near = limit <= 3 * top;
  const series = [
    { name: "Used", values: timeline.used, color: "used", fill: true },
    { name: "Committed", values: timeline.committed, color: "committed" },
  ];
  if (near) series.push({ name: "Limit", values: timeline.limit, color: "limit", dashed: true });
  else series[1].note = " (the limit of " + format.bytes(limit) + " is far above)";
  return { time: timeline.time, series, unit: format.bytes, binary: true, top: 1.08 * Math.max(near ? limit : top, 1), end };
}

function traffic() {
  const allocated = rates(timeline.allocated);
  const freed = rates(timeline.freed);
  return {
    time: timeline.time,
    series: [
      { name: "Allocated", values: allocated, color: "used", fill: true },
      { name: "Freed", values: freed, color: "freed" },
    ],
    unit: value => format.bytes(value) + "/s",
    binary: true,
    top: 1.08 * Math.max(most(allocated, freed), 1),
    end,
  };
}

function growth() {
  const growths = timeline.growths;
  const of = kind => growths.map(one => one[3] === kind ? one[1] : null);
  return {
    time: growths.map(one => one[0]),
    series: [
      { name: "Region", values: of("region"), color: "limit", stems: true },
      { name: "Slab", values: of("slab"), color: "committed", stems: true },
    ],
    unit: format.millis,
    detail: i => format.bytes(growths[i][2]) + (growths[i][4] ? " at " + growths[i][4] : ""),
    top: 1.08 * Math.max(most(growths.map(one => one[1])), 0.001),
    end,
  };
}

function fallback() {
  const fallbacks = rates(timeline.fallbacks);
  const refusals = rates(timeline.refusals);
  return {
    time: timeline.time,
    series: [
      { name: "Fallbacks", values: fallbacks, color: "freed" },
      { name: "Refused for want of memory", values: refusals, color: "limit", dashed: true },
    ],
    unit: value => format.count(value) + "/s",
    top: 1.08 * Math.max(most(fallbacks, refusals), 1),
    end,
  };
}

const charts = { memory, traffic, growth, fallback };
for (const figure of document.querySelectorAll("[data-chart]")) {
  const spec = charts[figure.dataset.chart]();
  if (spec.time.length === 0) figure.append(element("p", { class: "empty" }, "Nothing of this was recorded."));
  else new Chart(figure, spec);
}

const flame = document.getElementById("flamegraph");
if (data.flame[1] > 0) new Flame(flame, data.flame);

for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.querySelectorAll("thead th")];
  heads.forEach((head, column) => {
    const button = element("button", { type: "button" }, head.textContent);
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") !== "descending";
      heads.forEach(other => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const body = table.tBodies[0];
      const key = row => {
        const number = row.cells[column].querySelector("data");
        return number ? Number(number.value) : row.cells[column].textContent;
      };
      const order = (a, b) => a < b ? -1 : a > b ? 1 : 0;
      body.append(...[...body.rows].sort((a, b) => (down ? -1 : 1) * order(key(a), key(b))));
    });
  });
}

// A link to a rule opens it.
function openTarget() {
  const target = location.hash.startsWith("#rule-") && document.getElementById(location.hash.slice(1));
  if (target) target.open = true;
}
addEventListener("hashchange", openTarget);
openTarget();

document.documentElement.dataset.charts = String(document.querySelectorAll(".chart svg .series").length);
