// Small helps on top of pages that work without any of this.
(function () {
  "use strict";
  var summary = document.querySelector(".p-errsum");
  if (summary) { summary.focus(); }
  document.addEventListener("keydown", function (event) {
    var field = document.getElementById("find"), own = document.getElementById("search-q");
    var typing = /^(INPUT|TEXTAREA|SELECT)$/.test((event.target.tagName || ""));
    if (event.key === "/" && field && !typing) {
      event.preventDefault();
      if (field.offsetParent) { field.focus(); } else if (own) { own.focus(); } else { location.href = field.form.action; }
    }
    if (event.key === "Escape" && location.hash === "#site-nav") { location.hash = "main"; }
  });
  // The chosen files by their names; the browser's own field, which speaks the browser's language, is not shown then.
  function list(input) {
    var box = input.closest(".p-file"), names = box.querySelector(".p-chosen") || document.createElement("ul");
    names.className = "p-chosen";
    names.textContent = "";
    Array.prototype.forEach.call(input.files, function (file) {
      names.appendChild(document.createElement("li")).textContent = file.name;
    });
    box.appendChild(names);
  }
  function listed(event) { if (event.target.matches && event.target.matches(".p-file input")) { list(event.target); } }
  document.documentElement.classList.add("has-script");
  document.addEventListener("input", listed);
  document.addEventListener("change", listed);
  window.addEventListener("pageshow", function () { document.querySelectorAll(".p-file input").forEach(list); });
  document.querySelectorAll(".p-pass button").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      var input = document.getElementById(button.getAttribute("aria-controls"));
      input.type = input.type === "password" ? "text" : "password";
    });
  });
  document.querySelectorAll("form").forEach(function (form) {
    form.addEventListener("submit", function () {
      window.setTimeout(function () {
        form.querySelectorAll("button[type=submit]").forEach(function (button) { button.disabled = true; });
      }, 0);
    });
  });
  document.querySelectorAll("[data-drop]").forEach(function (zone) {
    var input = zone.querySelector("input[type=file]");
    var hint = zone.querySelector(".p-drop");
    hint.hidden = false;
    ["dragenter", "dragover"].forEach(function (name) {
      zone.addEventListener(name, function (event) { event.preventDefault(); zone.classList.add("is-over"); });
    });
    ["dragleave", "drop"].forEach(function (name) {
      zone.addEventListener(name, function () { zone.classList.remove("is-over"); });
    });
    zone.addEventListener("drop", function (event) {
      event.preventDefault();
      if (event.dataTransfer.files.length === 1) { input.files = event.dataTransfer.files; list(input); input.focus(); }
    });
  });
  document.querySelectorAll("form[data-upload]").forEach(function (form) {
    form.addEventListener("submit", function (event) {
      var panel = form.querySelector(".p-sending");
      var failed = panel.querySelector("[data-failed]");
      var request = new XMLHttpRequest();
      event.preventDefault();
      panel.hidden = false;
      failed.hidden = true;
      request.upload.addEventListener("progress", function (sent) {
        if (!sent.lengthComputable) { return; }
        var share = Math.floor(100 * sent.loaded / sent.total);
        panel.querySelector("progress").value = share;
        panel.querySelector("[data-sent]").textContent = share + "%";
      });
      request.addEventListener("load", function () {
        if (request.status < 400) { location.assign(request.responseURL); return; }
        // Any other answer is the server's own page, which says what is wrong.
        var answer = new DOMParser().parseFromString(request.responseText, "text/html").getElementById("main");
        if (!answer) { HTMLFormElement.prototype.submit.call(form); return; }
        document.getElementById("main").replaceWith(answer);
        var told = answer.querySelector(".p-errsum");
        if (told) { told.focus(); }
      });
      request.addEventListener("error", function () {
        failed.hidden = false;
        form.querySelectorAll("button[type=submit]").forEach(function (button) { button.disabled = false; });
      });
      request.open("POST", form.action || location.href);
      request.send(new FormData(form));
    });
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("button[type=submit]:disabled").forEach(function (button) { button.disabled = false; });
  });
  // Browsers before :has fold the filters of a phone by a class.
  if (!window.CSS || !CSS.supports("selector(:has(a))")) {
    document.querySelectorAll(".p-query-grid > .p-more").forEach(function (more) {
      function set() { more.parentNode.classList.toggle("is-folded", !more.open); }
      set();
      more.addEventListener("toggle", set);
    });
  }
  // What scrolls sideways is reached by keyboard where nothing inside it is.
  document.querySelectorAll(".p-scroll").forEach(function (box) {
    if (box.querySelector("a[href], button, input, select, textarea, summary")) { return; }
    function set() { if (box.scrollWidth > box.clientWidth) { box.tabIndex = 0; } else { box.removeAttribute("tabindex"); } }
    set();
    // by the window, and a frame later by larger type or by what is unfolded
    window.addEventListener("resize", set);
    var watch = new ResizeObserver(set);
    watch.observe(box);
    if (box.firstElementChild) { watch.observe(box.firstElementChild); }
  });
  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      var all = document.querySelector("[data-print-all]"); // a list of several pages prints all of them
      if (all) { window.location.assign(all.getAttribute("data-print-all")); } else { window.print(); }
    });
  });
  // A picker: a click takes the number on offer, Escape puts the offers away.
  document.addEventListener("click", function (event) {
    var pick = event.target.closest ? event.target.closest("[data-pick]") : null;
    document.querySelectorAll(".p-picker").forEach(function (box) {
      var isHere = box.contains(event.target);
      if (!isHere || pick) { box.querySelector(".p-picks").textContent = ""; }
      if (pick && isHere) {
        var input = box.querySelector("input");
        var joint = input.getAttribute("data-pick-list"), taken = pick.getAttribute("data-pick");
        // a field that holds a list keeps what stands before the part that was being typed
        var before = joint ? input.value.split(/[、,，;；\s]+/).slice(0, -1).filter(Boolean) : [];
        input.value = before.filter(function (one) { return one !== taken; }).concat(taken).join(joint || "");
        input.dispatchEvent(new Event("change", {bubbles: true}));
        input.focus();
      }
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") { return; }
    document.querySelectorAll(".p-picks").forEach(function (picks) { picks.textContent = ""; });
  });
  // From the keyboard: the arrows go through the offers, Enter in the field takes the first and sends no form.
  document.addEventListener("keydown", function (event) {
    var box = event.target.closest ? event.target.closest(".p-picker") : null;
    var offers = box ? [].slice.call(box.querySelectorAll("[data-pick]")) : [];
    if (!offers.length || event.isComposing) { return; }
    var at = offers.indexOf(document.activeElement);
    if (event.key === "ArrowDown") {
      offers[Math.min(at + 1, offers.length - 1)].focus();
    } else if (event.key === "ArrowUp") {
      (at > 0 ? offers[at - 1] : box.querySelector("input")).focus();
    } else if (event.key === "Enter" && at < 0) {
      offers[0].click();
    } else {
      return;
    }
    event.preventDefault();
  });
  // Parts of a form that belong to one choice of a select are shown with this choice alone.
  document.querySelectorAll("select[data-decides]").forEach(function (select) {
    var form = select.form, name = select.getAttribute("data-decides");
    function show() {
      var chosen = select.options[select.selectedIndex], label = chosen ? chosen.text : "";
      form.querySelectorAll("[data-of]").forEach(function (part) {
        var of = part.getAttribute("data-of").split(" ");
        if (of[0] === name) { part.hidden = of[1] !== select.value; }
      });
      form.querySelectorAll("[data-of-label]").forEach(function (part) {
        part.hidden = part.getAttribute("data-of-label") !== label;
        if (part.hidden) { part.querySelectorAll("input:checked").forEach(function (box) { box.checked = false; }); }
      });
    }
    select.addEventListener("change", show);
    show();
  });
  if (document.querySelector("[data-print-now]")) { window.addEventListener("load", function () { window.print(); }); }
})();
