// Arrow keys go from the search field through the hits and back; Enter opens the one in focus, as everywhere.
(function () {
  "use strict";
  document.addEventListener("keydown", function (event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    var stops = Array.prototype.slice.call(document.querySelectorAll("#search-q, [data-hit]"));
    var place = stops.indexOf(document.activeElement);
    if (place < 0) return;
    var next = stops[place + (event.key === "ArrowDown" ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
})();
