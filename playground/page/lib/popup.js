/** Opens one popup at a time beside its anchor, above everything else, until attention moves away. */

const GAP = 4;
const EDGE = 8;

let current = null;

/** Shows `popup` (it has popover=manual) at `anchor`; `close` is called when a press lands elsewhere. */
export function openPopup(popup, anchor, close, { align = "start" } = {}) {
  if (current && current.popup !== popup) current.close();
  popup.showPopover();
  const place = () => position(popup, anchor, align);
  const outside = (event) => {
    if (!popup.contains(event.target) && !anchor.contains(event.target)) close();
  };
  place();
  document.addEventListener("pointerdown", outside, true);
  document.addEventListener("scroll", place, true);
  window.addEventListener("resize", place);
  current = {
    popup,
    close,
    release() {
      document.removeEventListener("pointerdown", outside, true);
      document.removeEventListener("scroll", place, true);
      window.removeEventListener("resize", place);
    },
  };
}

export function closePopup(popup) {
  if (current?.popup === popup) {
    current.release();
    current = null;
  }
  if (popup.isConnected && popup.matches(":popover-open")) popup.hidePopover();
}

function position(popup, anchor, align) {
  if (!anchor.isConnected) return;
  const box = anchor.getBoundingClientRect();
  if (popup.classList.contains("listbox")) popup.style.width = `${Math.max(box.width, 220)}px`;
  const size = popup.getBoundingClientRect();
  const below = window.innerHeight - box.bottom - GAP - EDGE;
  const above = box.top - GAP - EDGE;
  const up = size.height > below && above > below;
  popup.style.maxHeight = `${Math.max(96, up ? above : below)}px`;
  const height = Math.min(size.height, up ? above : below);
  popup.style.top = `${up ? box.top - GAP - height : box.bottom + GAP}px`;
  const left = align === "end" ? box.right - size.width : box.left;
  popup.style.left = `${Math.max(EDGE, Math.min(left, window.innerWidth - size.width - EDGE))}px`;
}
