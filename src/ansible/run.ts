/** Follows a run of ansible-playbook: its events as they come, and how it ends. */
import { parseEvent, type AnsibleEvent } from "./events.ts";
import type { Running } from "./start.ts";

/** How a run ended. */
export interface PlaybookEnd {
  /** Exit code; null where a signal ended it. */
  readonly code: number | null;
  /** The last lines that were no events, not yet redacted. */
  readonly noise: readonly string[];
}

const MAX_LINES = 100;
const MAX_LINE = 2000;

/**
 * `onEvent` hears each event as it comes. When `abort` fires the run is stopped: what runs on the hosts goes on there.
 * Rejects where the program could not be started.
 */
export async function followRun(
  running: Running,
  abort: AbortSignal,
  onEvent: (event: AnsibleEvent) => void,
): Promise<PlaybookEnd> {
  const noise: string[] = [];
  running.hear((line) => {
    const event = parseEvent(line);
    if (event) onEvent(event);
    else keep(noise, line);
  });
  abort.addEventListener("abort", running.stop, { once: true });
  if (abort.aborted) running.stop();
  try {
    return { code: await running.ended, noise };
  } finally {
    abort.removeEventListener("abort", running.stop);
  }
}

function keep(noise: string[], line: string): void {
  if (line.trim() === "") return;
  noise.push(line.length > MAX_LINE ? `${line.slice(0, MAX_LINE)}…` : line);
  if (noise.length > MAX_LINES) noise.shift();
}
