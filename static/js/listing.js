// Lists: the chosen columns go into the address as one value, ticked rows are counted, rows are walked with the keyboard.
(function () {
  "use strict";
  document.querySelectorAll("form[data-columns]").forEach(function (form) {
    form.addEventListener("submit", function () {
      var paths = [];
      form.querySelectorAll("[data-column]").forEach(function (box) { if (box.checked) { paths.push(box.value); } });
      form.querySelector("input[name=columns]").value = paths.join(",");
    });
  });
  document.querySelectorAll("table[data-rows]").forEach(function (table) {
    var all = table.querySelector("[data-tick-all]");
    var told = document.querySelector("[data-ticked]");
    var boxes = Array.prototype.slice.call(table.querySelectorAll("input[name=row]"));
    function count() {
      var ticked = boxes.filter(function (box) { return box.checked; }).length;
      if (told) { told.textContent = ticked ? ticked + " / " + boxes.length : ""; }
      if (all) { all.checked = ticked > 0 && ticked === boxes.length; }
    }
    if (all) {
      all.addEventListener("change", function () {
        boxes.forEach(function (box) { box.checked = all.checked; });
        count();
      });
    }
    boxes.forEach(function (box) { box.addEventListener("change", count); });
    table.addEventListener("keydown", function (event) {
      var step = event.key === "ArrowDown" || event.key === "j" ? 1 : event.key === "ArrowUp" || event.key === "k" ? -1 : 0;
      var row = event.target.closest("tbody tr");
      var next = row && step ? (step > 0 ? row.nextElementSibling : row.previousElementSibling) : null;
      var target = next && next.querySelector(event.target.matches("input") ? "input[name=row]" : "a");
      if (target) { event.preventDefault(); target.focus(); }
    });
  });
})();
