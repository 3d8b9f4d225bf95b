/** Watches Vigil itself once a second: how late main's event loop is, and what all processes cost. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { app } from 'electron';
import type { SelfHealth } from '../../preload/contract/events.ts';

const resolutionMs = 10;

/** Returns the function that ends it. */
export function watchSelf(tell: (health: SelfHealth) => void): () => void {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  // The first reading of a process's CPU is always 0; taken here so that the first one told is real.
  app.getAppMetrics();
  const timer = setInterval(() => {
    const cpuPercent = app.getAppMetrics().reduce((sum, metric) => sum + metric.cpu.percentCPUUsage, 0);
    // The histogram holds the whole time between two ticks of its own timer.
    const loopDelayMs = Math.max(0, delay.max / 1e6 - resolutionMs);
    delay.reset();
    tell({ loopDelayMs, cpuPercent });
  }, 1000);
  return () => {
    clearInterval(timer);
    delay.disable();
  };
}
