// What needs a script: the trace in a dialog, rows and cells that can be clicked, the heat
// table's keyboard, ticking many rows, the upload's size check. Every page reads and submits without it.
"use strict";

const dialog = document.getElementById("trace");
const body = document.getElementById("trace-body");

function showPart(id) {
  body.replaceChildren(document.getElementById(id).content.cloneNode(true));
}

if (dialog) {
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target !== body) return;
    showPart("loading");
    if (!dialog.open) dialog.showModal();
  });
  for (const failure of ["htmx:responseError", "htmx:sendError"]) {
    document.body.addEventListener(failure, (event) => {
      if (event.detail.target === body) showPart("failed");
    });
  }
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target === body) dialog.scrollTop = 0;
  });
  // A click beside the panel closes it, as Escape does.
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
}

// A whole row opens what its link opens; text can still be selected.
document.addEventListener("click", (event) => {
  const row = event.target.closest("tr.pick");
  if (!row || event.target.closest("a, button, summary")) return;
  if (String(window.getSelection())) return;
  row.querySelector("a.why")?.click();
});

const heat = document.getElementById("heat");

// Sections may stand in a row of their own above the columns.
function headOf(cell) {
  return heat.tHead.rows[heat.tHead.rows.length - 1].cells[cell.cellIndex];
}

function isVerdict(cell) {
  return cell && cell.tagName === "TD" && cell.className && headOf(cell).dataset.code;
}

function traceOf(cell) {
  const row = cell.parentElement;
  const [path, query] = (row.dataset.trace ?? heat.dataset.trace).split("?");
  const parts = [headOf(cell).dataset.code, row.dataset.code].map(encodeURIComponent);
  const asked = new URLSearchParams(query);
  const stage = cell.dataset.stage || headOf(cell).dataset.stage || row.dataset.stage;
  if (stage) asked.set("stage", stage);
  return `${path}/${parts.join("/")}?${asked}`;
}

let focused = null;
let column = -1;

function light(cell) {
  const index = cell ? cell.cellIndex : -1;
  if (index !== column) {
    for (const lit of heat.querySelectorAll(".lit")) lit.classList.remove("lit");
    const isJudged = index > 1 && headOf(cell)?.dataset.code;
    if (isJudged) for (const row of heat.rows) row.cells[index]?.classList.add("lit");
    column = index;
  }
}

function focusCell(cell) {
  if (focused) focused.removeAttribute("tabindex");
  focused = cell;
  const name = cell.parentElement.cells[0].innerText.replace(/\s+/g, " ");
  const legend = document.querySelector(`.legend b.${cell.classList[0]}`);
  const state = legend ? legend.parentElement.innerText.slice(1) : "";
  cell.tabIndex = 0;
  cell.setAttribute("role", "button");
  cell.setAttribute("aria-label", `${name},${headOf(cell).title}:${state}`);
  cell.focus({ preventScroll: true });
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  light(cell);
}

function step(cell, rows, columns) {
  let row = cell.parentElement.rowIndex;
  let index = cell.cellIndex;
  for (;;) {
    row += rows;
    index += columns;
    const next = heat.rows[row]?.cells[index];
    if (!next || row < 1) return null;
    if (isVerdict(next)) return next;
  }
}

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

if (heat) {
  const first = [...heat.tBodies[0].querySelectorAll("td[class]")].find(isVerdict);
  if (first) {
    first.tabIndex = 0;
    focused = first;
  }
  heat.addEventListener("mouseover", (event) => light(event.target.closest("td, th")));
  heat.addEventListener("mouseleave", () => light(null));
  heat.addEventListener("click", (event) => {
    const cell = event.target.closest("td");
    if (!isVerdict(cell)) return;
    focusCell(cell);
    htmx.ajax("GET", traceOf(cell), { target: body, swap: "innerHTML" });
  });
  heat.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td");
    if (!isVerdict(cell)) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      cell.click();
    } else if (STEPS[event.key]) {
      event.preventDefault();
      const next = step(cell, ...STEPS[event.key]);
      if (next) focusCell(next);
    }
  });
}

// Ticking rows: all of the page at once, a stretch with the shift key, and how many are ticked.
for (const table of document.querySelectorAll("[data-ticks]")) {
  const boxes = [...table.querySelectorAll("tbody input[type=checkbox]")];
  if (!boxes.length) continue;
  const all = document.createElement("input");
  all.type = "checkbox";
  all.setAttribute("aria-label", "全选本页");
  table.tHead.rows[0].cells[0].replaceChildren(all);
  const told = document.querySelector("[data-ticked]");
  const usual = told.textContent;
  const count = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && !all.checked;
    told.textContent = ticked ? `已选 ${ticked} 个` : usual;
    if (ticked) told.closest("details").open = true;
  };
  let last = null;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    count();
  });
  table.tBodies[0].addEventListener("click", (event) => {
    const at = boxes.indexOf(event.target);
    if (at < 0) return;
    if (event.shiftKey && last !== null) {
      const [from, to] = last < at ? [last, at] : [at, last];
      for (const box of boxes.slice(from, to + 1)) box.checked = boxes[at].checked;
    }
    last = at;
    count();
  });
  window.addEventListener("pageshow", count);
}

function sizeWords(size) {
  if (size < 1024) return `${size} B`;
  return size < 1048576 ? `${(size / 1024).toFixed(1)} KB` : `${(size / 1048576).toFixed(1)} MB`;
}

for (const upload of document.querySelectorAll(".upload")) {
  const file = upload.querySelector("input[type=file]");
  const drop = upload.querySelector(".drop");
  const name = drop.querySelector("span");
  const prompt = name.textContent;
  const tooLarge = upload.querySelector(".too-large");
  const button = upload.querySelector("button");
  const check = () => {
    const chosen = file.files[0];
    name.textContent = chosen ? `${chosen.name}(${sizeWords(chosen.size)})` : prompt;
    const over = Boolean(chosen) && chosen.size > Number(file.dataset.largest);
    tooLarge.hidden = !over;
    button.disabled = over;
    // What is typed in the same form can then still be sent without it.
    if (over) file.value = "";
  };
  file.addEventListener("change", check);
  for (const type of ["dragenter", "dragover"]) {
    drop.addEventListener(type, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  for (const type of ["dragleave", "drop"]) {
    drop.addEventListener(type, () => drop.classList.remove("over"));
  }
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) {
      file.files = event.dataTransfer.files;
      check();
    }
  });
  file.form.addEventListener("submit", () => {
    button.disabled = true;
    upload.querySelector(".busy").hidden = false;
  });
  // Coming back by the browser's own button finds the form as it was left.
  window.addEventListener("pageshow", () => {
    upload.querySelector(".busy").hidden = true;
    check();
  });
}
