// The overview: the trend drawn from its table, a PNG of the page, and a new look each minute while somebody looks.
(function () {
  "use strict";
  var place = document.querySelector("[data-trend]");
  var rows = document.querySelectorAll("[data-weeks] tbody tr");
  var button = document.querySelector("[data-png]");
  // Pixels of paper around the picture of the page.
  var MARGIN = 24;
  function colour(name) { return getComputedStyle(document.documentElement).getPropertyValue(name).trim(); }
  function number(cell) { return Number(cell.textContent.replace(/[^0-9.]/g, "")); }
  // The page as a picture: grounds, bars, charts and words where they stand; buttons and what is folded are left out.
  function picture(root) {
    var box = root.getBoundingClientRect(), canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
    var width = box.width + 2 * MARGIN, height = box.height + 2 * MARGIN;
    canvas.width = 2 * Math.ceil(width);
    canvas.height = 2 * Math.ceil(height);
    pen.scale(2, 2);
    pen.fillStyle = colour("--paper");
    pen.fillRect(0, 0, width, height);
    pen.translate(MARGIN - box.left, MARGIN - box.top);
    pen.textBaseline = "middle";
    paint(root, pen);
    return canvas;
  }
  function paint(node, pen) {
    Array.prototype.forEach.call(node.childNodes, function (child) {
      if (child.nodeType === Node.TEXT_NODE) { write(child, pen); }
      if (child.nodeType !== Node.ELEMENT_NODE || child.matches(".p-acts, .p-crumb, .p-twin, .sr-only")) { return; }
      var style = getComputedStyle(child), box = child.getBoundingClientRect();
      if (style.display === "none" || style.visibility === "hidden") { return; }
      pen.fillStyle = child.tagName === "rect" ? style.fill : style.backgroundColor;
      pen.fillRect(box.left, box.top, box.width, box.height);
      if (child.tagName === "CANVAS") { pen.drawImage(child, box.left, box.top, box.width, box.height); }
      if (parseFloat(style.borderTopWidth)) {
        pen.fillStyle = style.borderTopColor;
        pen.fillRect(box.left, box.top, box.width, parseFloat(style.borderTopWidth));
      }
      paint(child, pen);
    });
  }
  // A piece of text line by line, as the browser has broken it.
  function write(text, pen) {
    var holder = text.parentNode, style = getComputedStyle(holder), range = document.createRange(), lines = [];
    var scale = holder.ownerSVGElement ? holder.getScreenCTM().a : 1;
    Array.prototype.forEach.call(text.data, function (sign, at) {
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      var box = range.getBoundingClientRect(), last = lines[lines.length - 1];
      if (!box.width) { return; }
      if (last && Math.abs(last.y - box.top - box.height / 2) < 2) { last.words += sign; } else {
        lines.push({ x: box.left, y: box.top + box.height / 2, words: sign });
      }
    });
    pen.fillStyle = holder.ownerSVGElement ? style.fill : style.color;
    pen.font = style.fontWeight + " " + parseFloat(style.fontSize) * scale + "px " + style.fontFamily;
    lines.forEach(function (line) { pen.fillText(line.words.replace(/\s/g, " "), line.x, line.y); });
  }
  if (place && rows.length && window.echarts) {
    var chart = window.echarts.init(place, null, { renderer: "canvas" });
    var list = Array.prototype.slice.call(rows);
    var columns = [1, 2].map(function (at) { return list.map(function (row) { return number(row.children[at]); }); });
    var ink = colour("--ink-2");
    chart.setOption({
      animation: false,
      color: [colour("--chart-1"), colour("--chart-gap")],
      grid: { left: 44, right: 12, top: 12, bottom: 26 },
      xAxis: { type: "category", data: list.map(function (row) { return row.children[0].textContent.trim(); }), axisLabel: { color: ink } },
      yAxis: { type: "value", minInterval: 1, axisLabel: { color: ink }, splitLine: { lineStyle: { color: colour("--line") } } },
      series: [
        { name: place.dataset.services, type: "bar", data: columns[0] },
        { name: place.dataset.hazards, type: "line", data: columns[1] }
      ]
    });
    window.addEventListener("resize", function () { chart.resize(); });
    document.querySelector(".p-twin").open = false;
    if (button) {
      button.hidden = false;
      button.addEventListener("click", function () {
        var link = document.createElement("a");
        link.href = picture(document.querySelector(".p-main-in")).toDataURL("image/png");
        link.download = "overview.png";
        link.click();
      });
    }
  }
  if (document.body.classList.contains("is-screen")) {
    if (document.documentElement.requestFullscreen) {
      document.addEventListener("keydown", function (event) {
        if (event.key === "f") { document.documentElement.requestFullscreen(); }
      });
    }
  }
  if (document.querySelector("[data-refresh]")) {
    window.setInterval(function () { if (!document.hidden) { location.reload(); } }, 60000);
  }
})();
