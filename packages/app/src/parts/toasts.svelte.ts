export interface Toast {
  readonly id: number;
  readonly text: string;
  /** What a button beside it does, e.g. undo. */
  readonly action?: { readonly title: string; readonly run: () => void };
}

/** Short words about what just happened; they go by themselves. */
class Toasts {
  all: readonly Toast[] = $state.raw([]);
  #next = 1;

  say(text: string, action?: Toast['action']): void {
    const toast = { id: this.#next++, text, ...(action ? { action } : {}) };
    this.all = [...this.all.slice(-2), toast];
    setTimeout(() => this.drop(toast.id), action ? 8000 : 4000);
  }

  drop(id: number): void {
    this.all = this.all.filter((toast) => toast.id !== id);
  }
}

export const toasts = new Toasts();
