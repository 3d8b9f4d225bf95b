/** Watches Vigil itself once a second: how late main's event loop is, and what all processes cost. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { app } from 'electron';
import type { SelfHealth } from '../../preload/contract/events.ts';

/** How often the loop is looked at: the figure is on screen, or only its alarm matters and looking costs. */
const shownMs = 10;
const hiddenMs = 50;

export interface SelfWatch {
  /** Worst delay of the event loop in the last second. */
  readonly loopDelay: (ms: number) => void;
  /** Somebody sees the figures. */
  readonly isShown: () => boolean;
  readonly show: (health: SelfHealth) => void;
}

/** Returns the function that ends it. */
export function watchSelf({ loopDelay, isShown, show }: SelfWatch): () => void {
  let everyMs = shownMs;
  let delay = watchedLoop(everyMs);
  // The first reading of a process's CPU is always 0; taken here so that the first one told is real.
  app.getAppMetrics();
  const timer = setInterval(() => {
    // The histogram holds the whole time between two ticks of its own timer.
    const loopDelayMs = Math.max(0, delay.max / 1e6 - everyMs);
    const nextMs = isShown() ? shownMs : hiddenMs;
    if (nextMs === everyMs) delay.reset();
    else {
      delay.disable();
      everyMs = nextMs;
      delay = watchedLoop(everyMs);
    }
    loopDelay(loopDelayMs);
    if (!isShown()) return;
    const cpuPercent = app.getAppMetrics().reduce((sum, metric) => sum + metric.cpu.percentCPUUsage, 0);
    show({ loopDelayMs, cpuPercent });
  }, 1000);
  return () => {
    clearInterval(timer);
    delay.disable();
  };
}

function watchedLoop(resolution: number): ReturnType<typeof monitorEventLoopDelay> {
  const delay = monitorEventLoopDelay({ resolution });
  delay.enable();
  return delay;
}
