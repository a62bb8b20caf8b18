// Small helps on top of pages that work without any of this.
(function () {
  "use strict";
  var summary = document.querySelector(".p-errsum");
  if (summary) { summary.focus(); }
  document.addEventListener("keydown", function (event) {
    var field = document.getElementById("find");
    var typing = /^(INPUT|TEXTAREA|SELECT)$/.test((event.target.tagName || ""));
    if (event.key === "/" && field && !typing) { event.preventDefault(); field.focus(); }
    if (event.key === "Escape" && location.hash === "#site-nav") { location.hash = "main"; }
  });
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
      if (event.dataTransfer.files.length === 1) { input.files = event.dataTransfer.files; input.focus(); }
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
  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
})();
