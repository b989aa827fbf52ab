"use strict";
// Errors are counted where a test of the page can see them.
document.documentElement.dataset.errors = "0";
addEventListener("error", event => {
  document.documentElement.dataset.errors = String(Number(document.documentElement.dataset.errors) + 1);
  document.documentElement.dataset.firstError ??= event.message;
});

const format = {
  bytes(value) {
    const units = ["B", "kB", "MB", "GB", "TB"];
    let unit = 0;
    while (Math.abs(value) >= 999.95 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return (unit === 0 ? Math.round(value) : value.toFixed(1)) + " " + units[unit];
  },
  count(value) {
    return value.toLocaleString("en", { maximumFractionDigits: value < 10 ? 1 : 0 });
  },
  millis(value) {
    return value < 1 ? (value * 1000).toFixed(0) + " \u00b5s" : value < 1000 ? value.toFixed(1) + " ms" : (value / 1000).toFixed(1) + " s";
  },
  time(seconds) {
    const two = (value, large, small) => Math.floor(value / 60) + " " + large + (value % 60 === 0 ? "" : " " + value % 60 + " " + small);
    if (seconds < 60) return Number(seconds.toFixed(seconds < 10 ? 1 : 0)) + " s";
    return seconds < 7200 ? two(Math.round(seconds), "min", "s") : two(Math.round(seconds / 60), "h", "min");
  },
};

function element(name, attributes, ...children) {
  const svg = ["svg", "g", "path", "line", "text", "circle", "rect"].includes(name);
  const made = svg ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) made.setAttribute(key, value);
  made.append(...children);
  return made;
}
