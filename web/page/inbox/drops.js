// Files and text that are dropped anywhere on the page.

/** @param {(files: File[], text: string) => void} dropped */
export function acceptDrops(dropped) {
  /** @param {boolean} over */
  const mark = (over) => document.body.classList.toggle("dropping", over);
  window.addEventListener("dragover", (event) => {
    event.preventDefault();
    mark(true);
  });
  window.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) {
      mark(false);
    }
  });
  window.addEventListener("drop", (event) => {
    event.preventDefault();
    mark(false);
    dropped([...(event.dataTransfer?.files ?? [])], event.dataTransfer?.getData("text/plain") ?? "");
  });
}
