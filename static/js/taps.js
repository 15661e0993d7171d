// A second tap on a chosen answer takes it back, so that a slip leaves nothing behind; and landing that comes in sight is said aloud.
const chosen = new WeakSet();
const LAND_FIRST = 8;

function radioOf(target) {
  const inside = target.closest?.("label")?.querySelector('input[type="radio"]');
  return target.matches?.('input[type="radio"]') ? target : inside;
}

function remember(radio) {
  if (!radio) return;
  radio.checked ? chosen.add(radio) : chosen.delete(radio);
}

document.addEventListener("pointerdown", (event) => remember(radioOf(event.target)));
document.addEventListener("keydown", (event) => {
  if (event.target.matches?.('input[type="radio"]') && event.key === "Backspace" && event.target.checked) take(event.target);
});

document.addEventListener("click", (event) => {
  const radio = event.target;
  if (!radio.matches?.('input[type="radio"]') || !chosen.has(radio) || !radio.checked) return;
  take(radio);
});

function take(radio) {
  chosen.delete(radio);
  radio.checked = false;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("change", (event) => {
  if (!event.target.name?.endsWith("before-tension")) return;
  const said = event.target.closest("section")?.querySelector("[data-landing-said]");
  if (said) said.textContent = event.target.checked && Number(event.target.value) >= LAND_FIRST ? said.dataset.landingSaid : "";
});
