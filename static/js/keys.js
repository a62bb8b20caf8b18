/* Security keys: a form with data-key asks the browser for the credential and then sends itself. */
(function () {
  "use strict";
  var found = document.getElementById("key_options");
  if (!found) { return; }
  var data = JSON.parse(found.textContent);
  document.querySelectorAll("form[data-key]").forEach(function (form) {
    var trouble = form.querySelector("[data-key-trouble]");
    var isReady = false;
    form.addEventListener("submit", function (event) {
      if (isReady) { return; }
      event.preventDefault();
      if (trouble) { trouble.hidden = true; }
      var asked = form.getAttribute("data-key") === "create"
        ? window.webauthnJSON.create(data.creation_options)
        : window.webauthnJSON.get(data.request_options);
      asked.then(function (credential) {
        form.querySelector("[name=credential]").value = JSON.stringify(credential);
        isReady = true;
        form.submit();
      }).catch(function () { if (trouble) { trouble.hidden = false; } });
    });
  });
})();
