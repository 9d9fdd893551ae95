import { untrack } from 'svelte';

export interface Shortcut {
  /** As pressed, e.g. `?`, `/`, `u`; `g e` is one key after the other; `mod+z` is Ctrl or Command. */
  readonly keys: string;
  readonly what: string;
  readonly run: () => void;
}

/** Keys that work now, by who registered them: the shell's always, a page's while it is shown. */
class Shortcuts {
  groups: readonly { readonly title: string; readonly shortcuts: readonly Shortcut[] }[] = $state.raw([]);
  #first: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    addEventListener('keydown', (event) => this.#press(event));
  }

  /** Registers a group; call what comes back when it is over (return it from an `$effect`). */
  add(title: string, shortcuts: readonly Shortcut[]): () => void {
    const group = { title, shortcuts };
    // Untracked: an effect that registers keys must not run again because keys were registered.
    this.groups = [...untrack(() => this.groups), group];
    return () => {
      this.groups = untrack(() => this.groups).filter((other) => other !== group);
    };
  }

  #press(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.altKey) return;
    const mod = event.ctrlKey || event.metaKey;
    if (!mod && isTyping(event.target)) return;
    const key = mod ? `mod+${event.shiftKey ? 'shift+' : ''}${event.key.toLowerCase()}` : event.key;
    const both = this.#first && !mod ? `${this.#first} ${key}` : null;
    const found = this.#find(both) ?? this.#find(key);
    clearTimeout(this.#timer);
    this.#first = null;
    if (found) {
      event.preventDefault();
      found.run();
    } else if (!mod && key.length === 1) {
      this.#first = key;
      this.#timer = setTimeout(() => {
        this.#first = null;
      }, 1000);
    }
  }

  #find(keys: string | null): Shortcut | undefined {
    if (keys === null) return undefined;
    return this.groups.flatMap((group) => group.shortcuts).findLast((shortcut) => shortcut.keys === keys);
  }
}

/** Letters typed into a field are not commands. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
    return true;
  return (
    target instanceof HTMLInputElement &&
    !['range', 'checkbox', 'radio', 'button', 'submit', 'file'].includes(target.type)
  );
}

export const shortcuts = new Shortcuts();
