/** Notes the end of Chromium's processes and ours: they are started again by whoever needs them. */
import { app } from 'electron';
import { note } from './report.ts';

export function watchProcesses(): void {
  app.on('child-process-gone', (_event, { type, name, reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    // The vault process is ended when it is idle.
    const level = reason === 'killed' && type === 'Utility' ? 'debug' : 'warning';
    note(level, `A process of Vigil ended: ${name || type}, ${reason} (${exitCode}).`);
  });
}
