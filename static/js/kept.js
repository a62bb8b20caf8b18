/* On the list of forms: which of them this device still keeps something of that was not sent. */
(function () {
  "use strict";
  var rows = Array.prototype.slice.call(document.querySelectorAll("[data-store]"));
  function mark(row) { row.querySelector("[data-kept]").hidden = false; }
  try {
    rows.forEach(function (row) { if (window.localStorage.getItem(row.getAttribute("data-store"))) { mark(row); } });
    if (!rows.length || !window.indexedDB.databases) { return; }
    window.indexedDB.databases().then(function (found) {
      if (!found.some(function (one) { return one.name === "portal-visit"; })) { return; }
      window.indexedDB.open("portal-visit", 1).onsuccess = function (event) {
        var base = event.target.result, pictures = base.transaction("pictures", "readonly").objectStore("pictures").index("store");
        rows.forEach(function (row) {
          pictures.count(row.getAttribute("data-store")).onsuccess = function (told) { if (told.target.result) { mark(row); } };
        });
      };
    });
  } catch (error) { /* a device that keeps nothing has nothing to show */ }
})();
