/** Minutes as `3:33`; a minute has whole seconds here. */
export function clock(minutes: number): string {
  const seconds = Math.round(minutes * 60);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Minutes of `3:33`, `1:02:03`, `3.5` (minutes) or `213 s`; null for anything else. */
export function minutesOf(text: string): number | null {
  const said = text.trim().replace(',', '.');
  const parts = /^(?:(\d+):)?(\d+):([0-5]?\d(?:\.\d+)?)$/.exec(said);
  if (parts) return Number(parts[1] ?? 0) * 60 + Number(parts[2]) + Number(parts[3]) / 60;
  const seconds = /^(\d+(?:\.\d+)?) ?s(?:ec)?$/.exec(said);
  if (seconds) return Number(seconds[1]) / 60;
  return /^\d+(?:\.\d+)?$/.test(said) ? Number(said) : null;
}
