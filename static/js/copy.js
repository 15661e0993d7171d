// Buttons that copy the words of another element. Without scripts, or where the browser allows no copying, they stay hidden.
for (const button of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
  const label = button.textContent
  button.hidden = false
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim())
    button.textContent = button.dataset.copied
    setTimeout(() => { button.textContent = label }, 3000)
  })
}
