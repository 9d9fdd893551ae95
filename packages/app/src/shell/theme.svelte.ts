export type ThemeChoice = 'system' | 'light' | 'dark';

const KEY = 'trackscope-theme';

/** Light, dark, or as the system has it; kept for the next visit where the browser allows it. */
class Theme {
  choice: ThemeChoice = $state('system');

  constructor() {
    try {
      const kept = localStorage.getItem(KEY);
      if (kept === 'light' || kept === 'dark') this.choice = kept;
    } catch {
      // No storage: the choice lasts as long as the page.
    }
    this.#apply();
  }

  choose(choice: ThemeChoice): void {
    this.choice = choice;
    try {
      localStorage.setItem(KEY, choice);
    } catch {
      // As above.
    }
    this.#apply();
  }

  /** System, light, dark, and round again. */
  next(): void {
    this.choose(this.choice === 'system' ? 'light' : this.choice === 'light' ? 'dark' : 'system');
  }

  #apply(): void {
    if (this.choice === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = this.choice;
  }
}

export const theme = new Theme();
