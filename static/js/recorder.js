// Records an answer in the browser and puts it in the form's own file field: it is sent like any file, and only by its button.
// Nothing is kept on the device. Without this script, or without a microphone, a file can be chosen.

// The first that this browser can make; m4a plays everywhere.
const KINDS = ["audio/mp4;codecs=mp4a.40.2", "audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];
const BITS = 48_000;

class Recorder {
  constructor(form) {
    this.form = form;
    const part = (name) => form.querySelector(`[data-recorder-${name}]`);
    [this.button, this.time, this.said, this.heard] = ["button", "time", "said", "heard"].map(part);
    this.field = form.querySelector("input[type=file]");
    this.most = Number(form.dataset.most);
    this.label("start");
    part("tool").hidden = false;
    this.button.addEventListener("click", () => (this.recorder ? this.stop() : this.start()));
    addEventListener("pagehide", () => this.release());
  }

  label(state) {
    this.button.textContent = this.button.dataset[state];
    this.button.setAttribute("aria-pressed", String(state === "stop"));
  }

  async start() {
    this.button.disabled = true;
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      this.said.textContent = this.form.dataset.refused;
      return;
    } finally {
      this.button.disabled = false;
    }
    const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
    const parts = [];
    this.recorder = new MediaRecorder(this.stream, { mimeType, audioBitsPerSecond: BITS });
    this.recorder.addEventListener("dataavailable", (event) => event.data.size && parts.push(event.data));
    this.recorder.addEventListener("stop", () => this.done(new Blob(parts, { type: mimeType })));
    this.recorder.start();
    this.began = performance.now();
    this.clock = setInterval(() => this.tick(), 250);
    this.heard.hidden = true;
    this.said.textContent = this.form.dataset.busy;
    this.label("stop");
  }

  tick() {
    const seconds = Math.floor((performance.now() - this.began) / 1000);
    this.time.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (seconds >= this.most) this.stop();
  }

  stop() {
    if (this.recorder?.state === "recording") this.recorder.stop();
  }

  done(blob) {
    this.release();
    const files = new DataTransfer();
    files.items.add(new File([blob], "opname", { type: blob.type }));
    this.field.files = files.files;
    if (this.address) URL.revokeObjectURL(this.address);
    this.address = URL.createObjectURL(blob);
    this.heard.src = this.address;
    this.heard.hidden = false;
    this.said.textContent = this.form.dataset.done;
    this.label("start");
  }

  // The microphone is let go of, so that its light goes out.
  release() {
    clearInterval(this.clock);
    for (const track of this.stream?.getTracks() || []) track.stop();
    this.stream = this.recorder = null;
  }
}

if (window.MediaRecorder && navigator.mediaDevices) for (const form of document.querySelectorAll("form[data-recorder]")) new Recorder(form);
