// Days and months are typed as 2023-11-23 and 2023-11 in every browser; beside each field a small calendar opens.
// The browser's own calendar shows days in the browser's language. Without this script the field is a field of text.
(function () {
  "use strict";
  var words = document.currentScript.dataset, dialog = null, field = null, opener = null, at = null, isMonth = false;
  if (!window.HTMLDialogElement || !HTMLDialogElement.prototype.showModal) { return; }

  function two(number) { return (number < 10 ? "0" : "") + number; }
  function text(day, isShort) {
    return day.getUTCFullYear() + "-" + two(day.getUTCMonth() + 1) + (isShort ? "" : "-" + two(day.getUTCDate()));
  }
  function dayOf(year, month, day) {
    var found = new Date(Date.UTC(year, month - 1, day));
    return year >= 2000 && year < 2100 && found.getUTCMonth() === month - 1 && found.getUTCDate() === Number(day) ? found : null;
  }
  /* The day that a text names, in the ways that the server takes; null for all else. */
  function read(typed, isShort) {
    var plain = typed.replace(/[\uff10-\uff19]/g, function (one) { return String.fromCharCode(one.charCodeAt(0) - 65248); }).trim();
    var found = isShort
      ? /^(\d{4})(\d\d)()$/.exec(plain) || /^(\d{4})[-\/.年](\d{1,2})()月?$/.exec(plain)
      : /^(\d{4})(\d\d)(\d\d)$/.exec(plain) || /^(\d{4})[-\/.年](\d{1,2})[-\/.月](\d{1,2})日?$/.exec(plain);
    return found ? dayOf(Number(found[1]), Number(found[2]), found[3] === "" ? 1 : Number(found[3])) : null;
  }
  /* The same day of another month, or the last that this month has. */
  function moved(day, months) {
    var first = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + months, 1));
    var last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
    first.setUTCDate(Math.min(day.getUTCDate(), last));
    return first;
  }
  function later(day, days) { return new Date(day.getTime() + days * 86400000); }
  function part(parent, tag, className, content) {
    var made = parent.appendChild(document.createElement(tag));
    if (className) { made.className = className; }
    if (content) { made.textContent = content; }
    return made;
  }
  function press(parent, className, content, label, work) {
    var button = part(parent, "button", className, content);
    button.type = "button";
    if (label) { button.setAttribute("aria-label", label); button.title = label; }
    button.addEventListener("click", work);
    return button;
  }

  function choose(value) {
    field.value = value;
    ["input", "change"].forEach(function (name) { field.dispatchEvent(new Event(name, { bubbles: true })); });
    dialog.close();
  }
  function cell(row, day, shown) {
    var value = text(day, isMonth), chosen = read(field.value, isMonth);
    var button = press(part(row, "td"), "", shown, "", function () { choose(value); });
    button.setAttribute("aria-label", value.slice(0, isMonth ? 5 : 8) + shown); // 2023-11-1: a name holds what is seen
    if (chosen && text(chosen, isMonth) === value) { button.setAttribute("aria-pressed", "true"); }
    if (words.now.slice(0, value.length) === value) { button.setAttribute("aria-current", "date"); }
    button.tabIndex = text(at, isMonth) === value ? 0 : -1;
  }
  function monthRows(body) {
    for (var month = 0; month < 12; month++) {
      var row = month % 3 ? body.lastChild : part(body, "tr");
      cell(row, new Date(Date.UTC(at.getUTCFullYear(), month, 1)), text(new Date(Date.UTC(at.getUTCFullYear(), month, 1)), true).slice(5));
    }
  }
  function dayRows(table, body) {
    var head = part(part(table, "thead"), "tr"), first = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1));
    table.insertBefore(table.lastChild, body);
    words.week.split(" ").forEach(function (name) { part(head, "th", "", name).scope = "col"; });
    for (var day = later(first, -((first.getUTCDay() + 6) % 7)); day < moved(first, 1);) {
      for (var row = part(body, "tr"), column = 0; column < 7; column++, day = later(day, 1)) {
        if (day.getUTCMonth() === first.getUTCMonth()) { cell(row, day, String(day.getUTCDate())); } else { part(row, "td"); }
      }
    }
  }
  function show(goal, name) {
    var table, body, head;
    at = goal < Date.UTC(2000, 0, 1) ? new Date(Date.UTC(2000, 0, 1)) : goal > Date.UTC(2099, 11, 31) ? new Date(Date.UTC(2099, 11, 31)) : goal;
    dialog.textContent = "";
    head = part(dialog, "div", "p-cal-h");
    press(head, "", "«", words.yearBefore, function () { show(moved(at, -12), words.yearBefore); });
    if (!isMonth) { press(head, "", "‹", words.before, function () { show(moved(at, -1), words.before); }); }
    part(head, "strong", "", isMonth ? String(at.getUTCFullYear()) : text(at, true)).setAttribute("aria-live", "polite");
    if (!isMonth) { press(head, "", "›", words.after, function () { show(moved(at, 1), words.after); }); }
    press(head, "", "»", words.yearAfter, function () { show(moved(at, 12), words.yearAfter); });
    table = part(dialog, "table");
    body = part(table, "tbody");
    if (isMonth) { monthRows(body); } else { dayRows(table, body); }
    head = part(dialog, "div", "p-cal-f");
    press(head, "", words.today, "", function () { choose(words.now.slice(0, isMonth ? 7 : 10)); });
    press(head, "", words.empty, "", function () { choose(""); });
    press(head, "", words.close, "", function () { dialog.close(); });
    (name ? dialog.querySelector("[aria-label='" + name + "']") : table.querySelector("button[tabindex='0']")).focus();
  }
  function keys(event) {
    var step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: isMonth ? -3 : -7, ArrowDown: isMonth ? 3 : 7 }[event.key];
    var page = { PageUp: -1, PageDown: 1 }[event.key], week = (at.getUTCDay() + 6) % 7;
    if (!event.target.closest("td") && !page) { return; }
    if (step) { show(isMonth ? moved(at, step) : later(at, step)); }
    else if (page) { show(moved(at, page * (isMonth || event.shiftKey ? 12 : 1))); }
    else if (event.key === "Home" && !isMonth) { show(later(at, -week)); }
    else if (event.key === "End" && !isMonth) { show(later(at, 6 - week)); }
    else { return; }
    event.preventDefault();
  }
  function build() {
    dialog = part(document.body, "dialog", "p-cal");
    dialog.addEventListener("keydown", keys);
    dialog.addEventListener("click", function (event) { if (event.target === dialog) { dialog.close(); } });
    dialog.addEventListener("close", function () { opener.focus(); });
  }
  function open(input, button) {
    var box, height;
    if (!dialog) { build(); }
    field = input;
    opener = button;
    isMonth = input.hasAttribute("data-month");
    dialog.setAttribute("aria-label", button.getAttribute("aria-label"));
    dialog.showModal();
    show(read(input.value, isMonth) || read(words.now, false));
    box = input.getBoundingClientRect();
    height = dialog.offsetHeight;
    dialog.style.left = Math.max(4, Math.min(box.left, document.documentElement.clientWidth - dialog.offsetWidth - 4)) + "px";
    dialog.style.top = (box.bottom + height < window.innerHeight ? box.bottom + 2 : Math.max(4, box.top - height - 2)) + "px";
  }
  function equip(root) {
    root.querySelectorAll("input[data-day], input[data-month]").forEach(function (input) {
      if (input.nextElementSibling || input.disabled || input.readOnly) { return; }
      var name = input.labels && input.labels[0] ? input.labels[0].textContent.replace(/\s+/g, " ").trim() : "";
      var button = document.createElement("button");
      button.type = "button";
      button.className = "p-day-open";
      button.setAttribute("aria-label", words.open + (name ? "：" + name : ""));
      button.title = words.open;
      button.innerHTML = '<svg class="i" aria-hidden="true" focusable="false"><use href="#i-calendar3"></use></svg>';
      button.addEventListener("click", function () { open(input, button); });
      input.addEventListener("keydown", function (event) {
        if (event.altKey && event.key === "ArrowDown") { event.preventDefault(); open(input, button); }
      });
      input.insertAdjacentElement("afterend", button);
    });
  }
  document.addEventListener("change", function (event) {
    var input = event.target, isShort = input.hasAttribute && input.hasAttribute("data-month");
    if (!isShort && !(input.hasAttribute && input.hasAttribute("data-day"))) { return; }
    var day = read(input.value, isShort);
    if (day) { input.value = text(day, isShort); }
  }, true);
  equip(document);
  document.addEventListener("htmx:load", function (event) { equip(event.detail.elt); });
})();
