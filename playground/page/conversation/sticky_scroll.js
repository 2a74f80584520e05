/** Keeps a conversation at its end while it grows or is resized, unless the person scrolled up to read. */

const NEAR_END_PX = 80;

export class StickyScroll {
  #atEnd = true;
  #top = 0;

  constructor(scroller, content) {
    this.scroller = scroller;
    scroller.addEventListener("scroll", () => this.#remember());
    const resized = new ResizeObserver(() => this.settle());
    resized.observe(scroller);
    resized.observe(content);
  }

  /** Goes back to where the person was: the end, or the place they scrolled to. */
  settle() {
    if (this.#atEnd) this.scroller.scrollTop = this.scroller.scrollHeight;
    else if (this.scroller.scrollTop === 0) this.scroller.scrollTop = this.#top;
  }

  toEnd() {
    this.#atEnd = true;
    this.settle();
  }

  #remember() {
    if (!this.scroller.isConnected || !this.scroller.clientHeight) return;
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    this.#atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    this.#top = scrollTop;
  }
}
