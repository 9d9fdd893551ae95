/**
 * Brings a part of the page into sight once it is there, and holds it for a moment while pictures above it are drawn.
 *
 * @param id of the part; null does nothing
 * @returns what stops it
 */
export function jump(id: string | null): () => void {
  let left = 20;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => {
    clearTimeout(timer);
    for (const what of ['wheel', 'touchstart', 'keydown', 'pointerdown']) removeEventListener(what, stop);
  };
  const go = () => {
    document.getElementById(id ?? '')?.scrollIntoView({ block: 'start', behavior: 'instant' });
    if (--left > 0) timer = setTimeout(go, 80);
    else stop();
  };
  if (id === null) return stop;
  // A person who scrolls meanwhile is not to be pulled back.
  for (const what of ['wheel', 'touchstart', 'keydown', 'pointerdown'])
    addEventListener(what, stop, { passive: true });
  timer = setTimeout(go, 0);
  return stop;
}
