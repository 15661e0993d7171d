// Passkeys: asks the browser for one and puts its answer in the form, which is then sent like any other.
// A form says with data-passkey whether one is made ("create") or used ("get"); its options stand in the page or are fetched.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const withBytes = (keys) => (keys || []).map((key) => ({ ...key, id: bytes(key.id) }));

function creation({ publicKey }) {
  const user = { ...publicKey.user, id: bytes(publicKey.user.id) };
  // One that signs in by itself: kept on the device, opened with a finger, a face or a PIN.
  const selection = { ...publicKey.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required" };
  return {
    publicKey: {
      ...publicKey, user, challenge: bytes(publicKey.challenge),
      excludeCredentials: withBytes(publicKey.excludeCredentials), authenticatorSelection: selection,
    },
  };
}

function request({ publicKey }) {
  return { publicKey: { ...publicKey, challenge: bytes(publicKey.challenge), allowCredentials: withBytes(publicKey.allowCredentials) } };
}

function written(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return JSON.stringify({
    type: credential.type, id: credential.id, rawId: text(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(), response,
  });
}

async function optionsOf(form) {
  if (form.dataset.options) return JSON.parse(document.getElementById(form.dataset.options).textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error("no options");
  return answer.json();
}

async function answer(form) {
  const options = await optionsOf(form);
  const credential = form.dataset.passkey === "create"
    ? await navigator.credentials.create(creation(options.creation_options))
    : await navigator.credentials.get(request(options.request_options));
  form.elements.credential.value = written(credential);
  form.submit();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.closest("[data-passkey-only]")?.removeAttribute("hidden");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const failed = form.querySelector("[data-passkey-failed]");
    if (failed) failed.hidden = true;
    answer(form).catch(() => { if (failed) failed.hidden = false; });
  });
}
for (const note of document.querySelectorAll("[data-passkey-without]")) note.hidden = Boolean(window.PublicKeyCredential);
