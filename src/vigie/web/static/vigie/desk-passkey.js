/* The passkey: asks the browser for it and puts the answer into the form, which is then sent. */

const form = document.querySelector("form[data-passkey]");

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (char) => char.charCodeAt(0));
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function readable(options) {
  const listed = (all) => all?.map((each) => ({ ...each, id: bytes(each.id) }));
  const user = options.user && { ...options.user, id: bytes(options.user.id) };
  return {
    ...options,
    challenge: bytes(options.challenge),
    ...(user && { user, excludeCredentials: listed(options.excludeCredentials) }),
    ...(options.allowCredentials && { allowCredentials: listed(options.allowCredentials) }),
  };
}

function sendable(credential) {
  const fields = ["clientDataJSON", "attestationObject", "authenticatorData", "signature"];
  const known = fields.filter((name) => credential.response[name]);
  const response = Object.fromEntries(known.map((n) => [n, text(credential.response[n])]));
  const id = text(credential.rawId);
  return JSON.stringify({ id, rawId: id, type: credential.type, response });
}

async function answer() {
  const publicKey = readable(JSON.parse(form.dataset.passkey));
  const ask = publicKey.user ? "create" : "get";
  return sendable(await navigator.credentials[ask]({ publicKey }));
}

form?.addEventListener("submit", async (event) => {
  if (form.elements.answer.value) return;
  event.preventDefault();
  const wrong = form.querySelector("[role=status]");
  wrong.hidden = true;
  try {
    form.elements.answer.value = await answer();
    form.submit();
  } catch {
    wrong.hidden = false;
  }
});

if (form && globalThis.PublicKeyCredential) {
  for (const each of form.querySelectorAll("[data-needs-script]")) each.hidden = false;
  for (const each of form.querySelectorAll("[data-without-script]")) each.hidden = true;
}
