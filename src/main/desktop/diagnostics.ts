/** Gathers what the diagnostics text tells of the program and of the system it runs on. */
import { arch, cpus, freemem, release, totalmem, type } from 'node:os';
import { app } from 'electron';
import { diagnosticsText } from '../app/diagnostics.ts';
import type { Session } from '../app/session.ts';
import { redact } from '../vault/redact.ts';
import type { OpenLog } from './log.ts';

export interface DiagnosticsSources {
  readonly session: Session;
  readonly log: OpenLog;
  readonly notices: () => readonly string[];
  readonly vaultState: () => string;
  readonly testRuntime: boolean;
}

export function gatherDiagnostics(sources: DiagnosticsSources): string {
  const { session, log, notices, vaultState, testRuntime } = sources;
  const { electron, chrome, node } = process.versions;
  const memory = app.getAppMetrics().map((metric) => {
    return `${metric.name ?? metric.type} ${Math.round(metric.memory.workingSetSize / 1024)} MB`;
  });
  return diagnosticsText({
    time: new Date(Date.now()).toISOString(),
    program: {
      version: app.getVersion(),
      runtime: `Electron ${electron}${testRuntime ? ' (test-only)' : ''}, Chromium ${chrome}, Node ${node}`,
      installed: app.getAppPath().endsWith('.asar') ? 'yes' : 'no, runs from its sources',
      system: `${type()} ${release()} ${arch()}`,
      desktop: `${process.env.XDG_CURRENT_DESKTOP ?? 'not said'}, ${process.env.XDG_SESSION_TYPE ?? 'not said'}`,
      processors: String(cpus().length),
      memory: `${megabytes(freemem())} of ${megabytes(totalmem())} free`,
      'memory of processes': memory.join(', '),
      drawing: app.getGPUFeatureStatus().gpu_compositing,
      'running for': `${Math.round(process.uptime())} s`,
      language: app.getLocale(),
      keychain: vaultState(),
    },
    feeds: session.feeds(),
    settings: session.services.settings(),
    notices: notices(),
    log: log.recent(),
    clean: (text) => log.clean(redact(text)),
  });
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_048_576)} MB`;
}
