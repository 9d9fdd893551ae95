/** Tells whether an element is in the window, or just about to be. */
export function inSight(node: HTMLElement, told: (seen: boolean) => void): { destroy: () => void } {
  const observer = new IntersectionObserver((entries) => told(entries[entries.length - 1]!.isIntersecting), {
    rootMargin: '80px',
  });
  observer.observe(node);
  return { destroy: () => observer.disconnect() };
}
