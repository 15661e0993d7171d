// The quick way out. The other site takes this page's place in the history, so "back" does not return here.
const TWICE_WITHIN = 1000; // milliseconds between two presses of Escape

function leave(address) {
  // Gone before the other site has answered.
  document.title = "…";
  document.body.hidden = true;
  location.replace(address);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-exit]");
  if (!link) return;
  event.preventDefault();
  leave(link.href);
});

// Only where the way out stands at the top: elsewhere somebody may be writing, and Escape closes the help card.
const atTheTop = document.querySelector(".masthead a[data-exit]");
let pressed = -Infinity;
if (atTheTop) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.repeat) return;
    if (event.timeStamp - pressed < TWICE_WITHIN) leave(atTheTop.href);
    pressed = event.timeStamp;
  });
}
