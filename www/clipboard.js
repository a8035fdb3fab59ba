// To the clipboard, which may be closed to the page.

/** Select a text and copy it; whether it is on the clipboard. @param {HTMLTextAreaElement} box */
export async function copied(box) {
  box.select();
  try {
    await navigator.clipboard.writeText(box.value);
    return true;
  } catch {
    return false;
  }
}
