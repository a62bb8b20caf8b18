/* Two minutes before the session ends a bar says so; staying is one click, and the form on the page is kept. */
(function () {
  "use strict";
  var bar = document.getElementById("session-bar");
  if (!bar) { return; }
  var address = bar.getAttribute("data-left"), early = 120, stay = bar.querySelector("button"), timer = 0;
  function token() {
    var field = bar.querySelector("[name=csrfmiddlewaretoken]");
    return field ? field.value : "";
  }
  function plan(told) {
    window.clearTimeout(timer);
    if (told.left <= 0) { over(); return; }
    bar.hidden = told.left > early;
    bar.querySelector("[data-minutes]").textContent = String(Math.max(1, Math.ceil(told.left / 60)));
    stay.hidden = !told.may_stay;
    timer = window.setTimeout(ask, 1000 * Math.max(1, bar.hidden ? Math.min(told.left - early, 3600) : Math.min(told.left, 20)));
  }
  function over() {
    bar.hidden = false;
    bar.querySelector("[data-soon]").hidden = true;
    bar.querySelector("[data-over]").hidden = false;
    stay.hidden = true;
  }
  function ask(event) {
    var isStay = Boolean(event);
    var how = isStay ? {method: "POST", headers: {"X-CSRFToken": token()}} : {};
    how.credentials = "same-origin";
    how.redirect = "manual";
    fetch(address, how).then(function (answer) {
      if (!answer.ok) { over(); return; }
      return answer.json().then(plan);
    }).catch(function () { timer = window.setTimeout(ask, 20000); });
  }
  stay.addEventListener("click", ask);
  plan({left: Number(bar.getAttribute("data-seconds")), may_stay: true});
})();
