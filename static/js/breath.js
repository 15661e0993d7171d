// A circle that follows one's own breath: it learns from taps, never leads, never counts, and is still until it was shown a rhythm.
const [SHORTEST, LONGEST] = [1200, 12000]; // milliseconds; what lies outside was no breath, and is passed over

class BreathCircle extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    this.circle = this.querySelector(".breath__moving");
    this.lengths = [0, 0]; // of the two halves of a breath
    this.half = 0;
    this.last = null;
    button.hidden = false;
    button.addEventListener("click", (event) => this.tap(event.timeStamp));
  }

  disconnectedCallback() {
    clearTimeout(this.turning);
  }

  tap(now) {
    const length = this.last === null ? 0 : now - this.last;
    if (length >= SHORTEST && length <= LONGEST) this.lengths[this.half] = length;
    this.last = now;
    this.turn();
  }

  turn() {
    clearTimeout(this.turning);
    this.half = 1 - this.half;
    const length = this.lengths[this.half];
    this.circle.style.transitionDuration = `${length || SHORTEST}ms`;
    this.classList.toggle("breath--wide", this.half === 1);
    if (this.lengths[0] && this.lengths[1]) this.turning = setTimeout(() => this.turn(), length);
  }
}

customElements.define("breath-circle", BreathCircle);
