// A practice step by step: text that is there anyway, with its time beside it. Works without sound; waits while the screen is off, unless it is listened to.
const A_MOMENT = 250; // milliseconds between two looks at the clock

class PracticePlayer extends HTMLElement {
  connectedCallback() {
    this.steps = [...this.querySelectorAll(".player__steps > li")];
    this.lengths = this.steps.map((step) => Number(step.dataset.seconds) * 1000);
    this.at = 0; // the step
    this.spent = 0; // milliseconds of it that have passed
    this.since = null; // when it went on running; null while it stands still
    this.begun = false;
    this.inner = (name) => this.querySelector(`.player__${name}`);
    this.go = this.querySelector("[data-do=go]");
    this.querySelector("[data-do=back]").addEventListener("click", () => this.move(-1));
    this.querySelector("[data-do=next]").addEventListener("click", () => this.move(1));
    this.go.addEventListener("click", () => (this.since === null ? this.run() : this.stand()));
    this.away = () => document.hidden && this.since !== null && !this.heard() && this.leave();
    document.addEventListener("visibilitychange", this.away);
    // The sound that kept it running is over, or was put on hold from the lock screen.
    for (const sound of this.querySelectorAll("audio")) for (const end of ["ended", "pause"]) sound.addEventListener(end, this.away);
    this.inner("front").hidden = false;
    this.show();
  }

  disconnectedCallback() {
    clearInterval(this.ticking);
    document.removeEventListener("visibilitychange", this.away);
  }

  // --- Running and standing still ---
  run() {
    this.begun = true;
    this.since = performance.now();
    this.ticking = setInterval(() => this.tick(), A_MOMENT);
    this.inner("said").textContent = "";
    this.keepAwake();
    this.show();
  }

  stand() {
    if (this.since !== null) this.spent += performance.now() - this.since;
    this.since = null;
    clearInterval(this.ticking);
    this.awake?.release?.();
    this.show();
  }

  heard() {
    return [...this.querySelectorAll("audio")].some((sound) => !sound.paused && !sound.ended);
  }

  // A locked phone, or another tab: nothing runs on unseen and unheard.
  leave() {
    this.stand();
    this.inner("said").textContent = this.dataset.away;
  }

  async keepAwake() {
    try {
      this.awake = await navigator.wakeLock?.request("screen");
    } catch {
      // Refused, as with a low battery: the screen may go dark, and the practice then waits.
    }
  }

  tick() {
    const length = this.lengths[this.at];
    if (length && this.passed() >= length) this.move(1);
    else this.track();
  }

  passed() {
    return this.spent + (this.since === null ? 0 : performance.now() - this.since);
  }

  move(by) {
    const to = this.at + by;
    if (to >= this.steps.length) {
      this.spent = this.lengths[this.at];
      this.since = null;
      this.stand();
      this.track();
      document.getElementById("after")?.scrollIntoView({ block: "nearest" });
      return;
    }
    this.at = Math.max(0, to);
    this.spent = 0;
    if (this.since !== null) this.since = performance.now();
    this.show();
  }

  // --- What is shown ---
  show() {
    this.steps.forEach((step, number) => (number === this.at ? step.setAttribute("aria-current", "step") : step.removeAttribute("aria-current")));
    const said = this.steps[this.at]?.querySelector("span").textContent ?? "";
    if (this.inner("now").textContent !== said) this.inner("now").textContent = said;
    this.inner("count").textContent = this.dataset.step.replace("{n}", this.at + 1).replace("{of}", this.steps.length);
    if (this.begun) this.go.textContent = this.since === null ? this.go.dataset.on : this.go.dataset.pause;
    this.track();
  }

  track() {
    const whole = this.lengths.reduce((sum, each) => sum + each, 0);
    const before = this.lengths.slice(0, this.at).reduce((sum, each) => sum + each, 0);
    this.inner("track").value = whole ? Math.min(1, (before + Math.min(this.passed(), this.lengths[this.at])) / whole) : this.at / this.steps.length;
  }
}

customElements.define("practice-player", PracticePlayer);
