// Saves what somebody types while they type, as a draft: 2 s after the last key, at least each 10 s, and on leaving the page.
// Serves every form[data-autosave="<the deed that keeps a draft>"] with "forms/autosave.html" in it. The page alone holds the text: nothing
// is stored in the browser. Without this script the form works as any other.
//
// Sent is the form as it is, asking for JSON. An answer of 200 means that this text is kept; any other that it is not.
// It may hold: said (a line for the person), fields (new values of hidden fields), link (where both of two texts stand).

const QUIET = 2_000; // milliseconds after the last key
const LONGEST = 10_000; // between two savings while typing
const PATIENCE = 20_000; // for an answer
const MOST_WAIT = 60_000; // between two tries
const MOST_ON_LEAVING = 60_000; // bytes: a browser sends no more than 64 KiB for a page that is gone

class NoConnection extends Error {}

// What a person filled in, as one text: as it stands now, or as the server sent it.
function textOf(form, { sent = false } = {}) {
  const filled = [];
  for (const control of form.elements) {
    if (!control.name || control.disabled || control.type === "hidden" || control.type === "submit" || control.type === "button") continue;
    if (control.type === "checkbox" || control.type === "radio") {
      if (sent ? control.defaultChecked : control.checked) filled.push([control.name, control.value]);
    } else if (control.options) {
      for (const option of control.options) if (sent ? option.defaultSelected : option.selected) filled.push([control.name, option.value]);
    } else {
      filled.push([control.name, (sent ? control.defaultValue : control.value).replace(/\r\n?/g, "\n")]);
    }
  }
  return JSON.stringify(filled);
}

class Saving {
  constructor(form) {
    this.form = form;
    this.line = form.querySelector("[data-autosave-line]");
    this.said = this.line.querySelector("[data-autosave-said]");
    this.saved = textOf(form, { sent: true });
    this.refused = null; // a text that the server will not take as it is
    this.trouble = ""; // "", "offline", "out" (not logged in), "other" (somebody else is), "refused"
    this.waits = 0;
    this.heard = 0; // the latest of our sendings that was answered
    this.underWay = 0;
    this.line.hidden = false;
    // What the browser would fill in again may be older than what the server has.
    form.autocomplete = "off";
    form.addEventListener("input", () => this.typed());
    form.addEventListener("change", () => this.typed());
    form.addEventListener("submit", (event) => this.submits(event));
    this.line.querySelector("[data-autosave-again]").addEventListener("click", () => this.save());
    document.addEventListener("visibilitychange", () => (document.hidden ? this.leave() : this.again()));
    addEventListener("pagehide", () => this.leave());
    addEventListener("pageshow", (event) => event.persisted && this.comesBack());
    addEventListener("online", () => this.again());
    addEventListener("offline", () => this.isUnsaved && this.tell("offline"));
    addEventListener("beforeunload", (event) => this.mayLose && event.preventDefault());
    if (this.isUnsaved) this.typed();
  }

  get isUnsaved() {
    return textOf(this.form) !== this.saved;
  }

  // Leaving now would cost words: they cannot be sent, or are too many to be sent for a page that is gone.
  get mayLose() {
    if (this.goes || !this.isUnsaved) return false;
    return this.trouble !== "" || new Blob([textOf(this.form)]).size > MOST_ON_LEAVING;
  }

  typed() {
    this.since ??= Date.now();
    this.later(Math.max(0, Math.min(QUIET, this.since + LONGEST - Date.now())));
  }

  later(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), milliseconds);
  }

  // The page is looked at again, or the connection is back: what waited is sent.
  again() {
    this.goes = false;
    if (this.trouble) this.save();
  }

  // From the browser's memory, by the back button: whose page it is is asked anew, and its number is read anew.
  async comesBack() {
    this.goes = false;
    if (this.isUnsaved) return this.save();
    location.reload();
  }

  leave() {
    if (!this.goes && this.isUnsaved) this.save({ leaving: true });
  }

  // Resolves to whether what stands in the form is kept now.
  async save({ leaving = false } = {}) {
    clearTimeout(this.timer);
    const text = textOf(this.form);
    if (text === this.saved) return this.calm();
    if (text === this.refused || (this.underWay && !leaving)) return false;
    this.since = null;
    this.underWay += 1;
    try {
      await this.send(text, leaving);
    } catch (error) {
      if (!(error instanceof NoConnection)) throw error;
      this.tell("offline");
      this.later(Math.min(MOST_WAIT, QUIET * 2 ** this.waits++));
    } finally {
      this.underWay -= 1;
    }
    if (!this.trouble && this.isUnsaved) this.typed();
    return !this.isUnsaved;
  }

  calm() {
    if (this.trouble) this.tell("", "");
    return true;
  }

  async send(text, leaving, secondTime = false) {
    const turn = this.takeTurn();
    const answer = await this.post(leaving);
    if (answer.ok) return this.kept(text, turn, await answer.json());
    // Not logged in, logged in anew with another token, or somebody else: on a page of ours that is a 403, a 404 or a redirect.
    if (answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status)) {
      const who = await this.whoIsHere();
      if (who === "us" && !secondTime && answer.status !== 404) return this.send(text, leaving, true);
      if (who !== "us") return this.tell(who);
    }
    if (answer.status >= 500 || answer.status === 429) throw new NoConnection();
    this.refused = text;
    this.tell("refused", (await reason(answer)) || this.line.dataset.refused);
  }

  takeTurn() {
    const field = this.form.elements.turn;
    if (!field) return (this.turn = (this.turn || 0) + 1);
    field.value = Number(field.value) + 1;
    return Number(field.value);
  }

  async post(leaving) {
    const body = new FormData(this.form);
    body.set("deed", this.form.dataset.autosave);
    const keepalive = leaving && new Blob([textOf(this.form)]).size < MOST_ON_LEAVING;
    const headers = { Accept: "application/json" };
    return this.fetched(this.form.getAttribute("action") || location.href, { method: "POST", body, headers, keepalive });
  }

  async fetched(address, options) {
    try {
      const signal = options.keepalive ? undefined : AbortSignal.timeout(PATIENCE);
      return await fetch(address, { credentials: "same-origin", redirect: "manual", cache: "no-store", signal, ...options });
    } catch {
      throw new NoConnection();
    }
  }

  kept(text, turn, answer) {
    if (turn < this.heard) return;
    this.heard = turn;
    this.saved = text;
    this.refused = null;
    this.waits = 0;
    for (const [name, value] of Object.entries(answer.fields || {})) if (this.form.elements[name]) this.form.elements[name].value = value;
    this.tell("", answer.said, answer.link);
  }

  // "us", "out" or "other". The token that goes with who is here now is put in every form of the page.
  async whoIsHere() {
    const answer = await this.fetched(this.line.dataset.who, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new NoConnection();
    const { token, owner } = await answer.json();
    if (owner !== this.line.dataset.owner) return owner ? "other" : "out";
    for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = token;
    return "us";
  }

  tell(trouble, words = this.line.dataset[trouble], link = "") {
    this.trouble = trouble;
    this.line.classList.toggle("saving--not", trouble !== "");
    if (this.said.textContent !== words) this.said.textContent = words || "";
    this.line.querySelector("[data-autosave-login]").hidden = trouble !== "out";
    this.line.querySelector("[data-autosave-again]").hidden = !["out", "other", "offline"].includes(trouble);
    const both = this.line.querySelector("[data-autosave-both]");
    both.hidden = !link;
    if (link) both.href = link;
  }

  // A button that sends the page away: first see that the words get there, where they could not a moment ago.
  async submits(event) {
    clearTimeout(this.timer);
    if (!["offline", "out", "other"].includes(this.trouble) && navigator.onLine) {
      this.takeTurn();
      this.goes = true;
      return;
    }
    event.preventDefault();
    if (!navigator.onLine) return this.tell("offline");
    const button = event.submitter;
    if (await this.save()) this.form.requestSubmit(button);
  }
}

async function reason(answer) {
  try {
    return (await answer.json()).said;
  } catch {
    return "";
  }
}

for (const form of document.querySelectorAll("form[data-autosave]")) new Saving(form);
