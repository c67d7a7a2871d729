// The forecast while assumptions are typed: the address holds them, nothing typed gets lost, and
// the line being edited stays where it is, though others move around it.
"use strict";

const form = document.querySelector("form.forecast");
let seen = null;

function fields() {
  return form.querySelectorAll("input[id]");
}

// What was left empty is not part of the address.
form.addEventListener("htmx:configRequest", (event) => {
  for (const [name, text] of [...event.detail.formData]) {
    if (!String(text).trim()) event.detail.formData.delete(name);
  }
});

// A refusal is a page part like any other: what is wrong, and what was typed.
form.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status === 422) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
  const now = document.activeElement;
  seen = {
    texts: new Map([...fields()].map((field) => [field.id, field.value])),
    open: new Map([...form.querySelectorAll("details[id]")].map((each) => [each.id, each.open])),
    id: form.contains(now) ? now.id : "",
    top: now.getBoundingClientRect().top,
  };
});

form.addEventListener("htmx:afterSwap", (event) => {
  if (!seen) return;
  for (const field of fields()) {
    const text = seen.texts.get(field.id);
    if (text === undefined || text === field.value) continue;
    field.value = text;
    field.dataset.uncommitted = "";
  }
  for (const each of form.querySelectorAll("details[id]")) {
    if (seen.open.has(each.id)) each.open = seen.open.get(each.id);
  }
  const now = seen.id && document.getElementById(seen.id);
  if (now) window.scrollBy(0, now.getBoundingClientRect().top - seen.top);
  const address = event.detail.xhr.getResponseHeader("HX-Replace-Url");
  if (address) history.replaceState(null, "", address);
});

// A field that was replaced while it was typed into no longer tells by itself that it has changed.
form.addEventListener("focusout", (event) => {
  if (!("uncommitted" in event.target.dataset)) return;
  delete event.target.dataset.uncommitted;
  htmx.trigger(form, "change");
});
