// The overview: the trend drawn from its table, a PNG of it, and a new look each minute while somebody looks.
(function () {
  "use strict";
  var place = document.querySelector("[data-trend]");
  var rows = document.querySelectorAll("[data-weeks] tbody tr");
  var button = document.querySelector("[data-png]");
  function colour(name) { return getComputedStyle(document.documentElement).getPropertyValue(name).trim(); }
  function number(cell) { return Number(cell.textContent.replace(/[^0-9.]/g, "")); }
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
        link.href = chart.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: colour("--paper") });
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
