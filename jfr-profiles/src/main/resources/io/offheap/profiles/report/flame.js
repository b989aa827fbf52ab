// The flame graph: roots at the top, one button for each frame. A node is [name, weight, children].
class Flame {
  constructor(container, root) {
    this.root = root;
    this.focus = root;
    this.parents = new Map();
    this.link(root);
    this.search = element("input", { type: "search", placeholder: "Find a method", "aria-label": "Find a method" });
    this.reset = element("button", { type: "button" }, "Whole graph");
    const hint = element("span", { class: "hint" }, "Arrow keys move, Enter zooms in, Escape zooms out");
    this.graph = element("div", { class: "flame", role: "group", "aria-label": "Flame graph of allocated bytes" });
    this.readout = element("p", { class: "flame-readout", "aria-live": "polite" });
    container.append(element("div", { class: "tools" }, this.search, this.reset, hint), this.graph, this.readout);
    this.search.addEventListener("input", () => this.find());
    this.reset.addEventListener("click", () => this.zoom(this.root));
    this.graph.addEventListener("keydown", event => this.key(event));
    this.draw();
  }

  link(node) {
    for (const child of node[2]) {
      this.parents.set(child, node);
      this.link(child);
    }
  }

  draw() {
    this.buttons = new Map();
    const shown = [];
    for (let node = this.parents.get(this.focus); node; node = this.parents.get(node)) shown.unshift([node, 0, 1]);
    this.place(this.focus, shown.length, 0, 1, shown);
    this.graph.replaceChildren(...shown.map(([node, left, width, depth], i) => this.frame(node, left, width, depth ?? i)));
    const depth = Math.max(...shown.map(([, , , at], i) => at ?? i));
    this.graph.style.height = (depth + 1) * 20 + 1 + "px";
    this.buttons.get(this.focus).tabIndex = 0;
    this.find();
  }

  place(node, depth, left, width, shown) {
    if (width < 0.0006) return;
    shown.push([node, left, width, depth]);
    for (const child of node[2]) {
      const share = width * child[1] / node[1];
      this.place(child, depth + 1, left, share, shown);
      left += share;
    }
  }

  frame(node, left, width, depth) {
    const button = element("button", { type: "button", tabindex: "-1", class: this.kind(node), "aria-label": this.words(node) }, width > 0.012 ? this.shortName(node) : "");
    button.style.cssText = "left:" + left * 100 + "%;width:" + width * 100 + "%;top:" + depth * 20 + "px";
    button.addEventListener("click", () => this.zoom(node));
    button.addEventListener("pointerenter", () => this.readout.textContent = this.words(node));
    button.addEventListener("focus", () => this.readout.textContent = this.words(node));
    this.buttons.set(node, button);
    return button;
  }

  kind(node) {
    if (node[2].length === 0 && this.parents.has(node)) return "type";
    if (/^(java|javax|jdk|sun)\./.test(node[0]) || node === this.root) return "java";
    return /^io\.offheap\.(array|heap|memory|allocator|jfr)\./.test(node[0]) ? "lib" : "app";
  }

  // Class and method without the package.
  shortName(node) {
    const parts = node[0].split(".");
    return this.parents.has(node) && node[2].length > 0 ? parts.slice(-2).join(".") : node[0];
  }

  words(node) {
    return node[0] + " \u00b7 " + format.bytes(node[1]) + " \u00b7 " + (100 * node[1] / this.root[1]).toFixed(1) + " %";
  }

  zoom(node) {
    this.focus = node;
    this.draw();
    this.buttons.get(node).focus();
  }

  find() {
    const text = this.search.value.toLowerCase();
    let weight = 0;
    const count = (node, counted) => {
      const hit = text !== "" && node[0].toLowerCase().includes(text);
      if (hit && !counted) weight += node[1];
      this.buttons.get(node)?.classList.toggle("dim", text !== "" && !hit);
      for (const child of node[2]) count(child, counted || hit);
    };
    count(this.root, false);
    if (text !== "") this.readout.textContent = "Found in stacks of " + format.bytes(weight) + ", " + (100 * weight / this.root[1]).toFixed(1) + " %";
  }

  key(event) {
    const node = [...this.buttons].find(([, button]) => button === document.activeElement)?.[0];
    if (!node) return;
    const parent = this.parents.get(node);
    const siblings = parent ? parent[2] : [node];
    const moves = {
      ArrowDown: node[2].reduce((most, child) => !most || child[1] > most[1] ? child : most, null),
      ArrowUp: parent,
      ArrowRight: siblings[siblings.indexOf(node) + 1],
      ArrowLeft: siblings[siblings.indexOf(node) - 1],
    };
    if (event.key === "Escape") return this.zoom(this.parents.get(this.focus) ?? this.root);
    if (!(event.key in moves)) return;
    event.preventDefault();
    const target = this.buttons.get(moves[event.key]);
    if (!target) return;
    document.activeElement.tabIndex = -1;
    target.tabIndex = 0;
    target.focus();
  }
}
